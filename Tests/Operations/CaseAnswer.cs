using StnEngine.Tests.Reference;

namespace StnEngine.Tests.Operations;

// What a case should give, worked out once in double precision and shared by all devices and tests.
internal sealed class CaseAnswer
{
    // Central differences of doubles cannot tell less than this from nothing.
    private const double Nothing = 1e-8;
    private readonly Lazy<Array64> _output;
    private readonly Lazy<Array64>[] _gradients;

    public CaseAnswer(OperationCase @case)
    {
        Case = @case;
        Values = [.. @case.Inputs.Select(i => i.Values(new RandomSource(1, $"{@case.Name}/{i.Name}"), Array64.CountOf(i.Shape)))];
        _output = new(() => @case.Reference(Inputs()));
        _gradients = [.. @case.Inputs.Select((_, which) => new Lazy<Array64>(() => NumericGradientOf(which).Map(g => Math.Abs(g) < Nothing ? 0 : g)))];
    }

    public OperationCase Case { get; }

    // One array per input.
    public float[][] Values { get; }

    public Array64 Output => _output.Value;

    // A random gradient that reaches the output: on a plain sum, errors of opposite sign would cancel.
    public float[] Upstream => Drawn.AwayFromZero(new RandomSource(1, $"{Case.Name}/upstream"), Output.Count);

    public Array64 Gradient(int which) => _gradients[which].Value;

    private Array64[] Inputs() => [.. Values.Select((v, i) => Array64.Of(v, Case.Inputs[i].Shape))];

    private Array64 NumericGradientOf(int which)
    {
        Array64 upstream = Array64.Of(Upstream, Output.Shape);
        if (!Case.Inputs[which].IsBatched || !Case.ImagesAreIndependent)
        {
            return NumericGradient.Of(Case.Reference, Inputs(), which, upstream);
        }

        Array64 gradient = Array64.Zeros(Case.Inputs[which].Shape);
        int images = gradient.Shape[0];
        for (int n = 0; n < images; n++)
        {
            Array64[] inputs = [.. Inputs().Select((a, i) => Case.Inputs[i].IsBatched ? Image(a, n) : a)];
            Array64 ofImage = NumericGradient.Of(Case.Reference, inputs, which, Image(upstream, n));
            ofImage.Values.CopyTo(gradient.Values, n * (gradient.Count / images));
        }

        return gradient;
    }

    private static Array64 Image(Array64 batch, int n)
    {
        int rest = batch.Count / batch.Shape[0];
        return new Array64(batch.Values[(n * rest)..((n + 1) * rest)], [1, .. batch.Shape[1..]]);
    }
}
