using StnEngine;
using StnEngine.Layers;
using StnEngine.Transformations;

namespace Stn.Explanations;

/// <summary>Lays the heat of a forward pass's maps where they lie, and carries it back through its transformers, those on feature maps first.</summary>
internal sealed class HeatCarrier
{
    private readonly MapPlace _place;
    private readonly MapPlace _input;
    private readonly MapPlace _seen;
    private readonly Step[] _atEntrance;
    private readonly Step[] _inDepth;

    public HeatCarrier(Tensor images, ForwardTrace trace)
    {
        _place = trace.Place;
        _input = MapPlace.Of(images);
        _seen = trace.AtEntrance.Count == 0 ? _input : MapPlace.Of(trace.AtEntrance[0].Last!.Output);
        _atEntrance = [.. trace.AtEntrance.Select(t => Step.Of(t, _input))];
        _inDepth = [.. trace.InDepth.Select(t => Step.Of(t.Transformer, t.Input))];
    }

    /// <summary>See <see cref="Explanation.Seen"/>.</summary>
    public HeatMap Seen(HeatMap map, int n) => Carried(map, n, _inDepth, _seen);

    /// <summary>See <see cref="Explanation.OnInput"/>.</summary>
    public IReadOnlyList<HeatMap> OnInput(HeatMap map, int n) =>
        _atEntrance.Length == 0 ? [Seen(map, n)] : [.. _atEntrance.Select(step => Carried(map, n, [step, .. _inDepth], _input))];

    private HeatMap Carried(HeatMap map, int n, Step[] steps, MapPlace onto)
    {
        HeatMap laid = map.Laid(_place);
        return steps.Length == 0 ? laid : laid.CarriedBack((u, v) => Look(steps, n, u, v), onto.Rows.Whole, onto.Columns.Whole);
    }

    // The transformer that the maps passed last comes first.
    private static (double X, double Y) Look(Step[] steps, int n, double u, double v)
    {
        (double X, double Y) point = (u, v);
        for (int i = steps.Length - 1; i >= 0; i--)
        {
            (double x, double y) = steps[i].Transformation.Map(steps[i].Parameters[n], point.X, point.Y);
            point = (steps[i].Input.Columns.ToWhole(x), steps[i].Input.Rows.ToWhole(y));
        }

        return point;
    }

    /// <summary>A transformer, what it chose for each image, and where its input lies in what the transformer before it gave.</summary>
    private sealed record Step(Transformation Transformation, double[][] Parameters, MapPlace Input)
    {
        public static Step Of(SpatialTransformer transformer, MapPlace input) => new(
            !transformer.Transformation.AlignCorners ? transformer.Transformation : throw new ArgumentException(
                "Heat is carried in coordinates whose -1 and 1 are the edges of the image; this transformer takes the centres of the outermost pixels.", nameof(transformer)),
            [.. Array.ConvertAll(transformer.Last!.Parameters.ToArray(), p => (double)p).Chunk(transformer.Transformation.Identity.Count)],
            input);
    }
}
