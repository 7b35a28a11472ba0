using StnEngine.Kernels;
using StnEngine.Onnx;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>Reads every image at fractional positions.</summary>
    /// <param name="grid"><c>[N, OutH, OutW, 2]</c> as (x, y), normalised to -1..1.</param>
    /// <param name="mode">How to read between pixels.</param>
    /// <param name="padding">What to read outside the image.</param>
    /// <param name="alignCorners">Whether -1 and 1 are the centres of the outermost pixels; otherwise their outer edges. The grid must agree.</param>
    /// <returns><c>[N, C, OutH, OutW]</c>.</returns>
    /// <remarks>
    /// The slope in x jumps where a position crosses a pixel centre; the right-hand slope is used. Positions that are not numbers or
    /// infinite never fail: see <see cref="IGridSample"/>. Source: Jaderberg et al., equations 3 to 7; conventions as PyTorch's <c>grid_sample</c>.
    /// </remarks>
    /// <exception cref="ShapeException">Ranks are not 4, batches differ, or the last grid axis is not 2.</exception>
    public Tensor GridSample(Tensor grid, SampleMode mode = SampleMode.Bilinear, SamplePadding padding = SamplePadding.Zeros, bool alignCorners = false) =>
        SampleAt(nameof(GridSample), grid, mode, padding, alignCorners, displaces: false);

    /// <summary>Moves what every point of the output reads away from where the identity would read it.</summary>
    /// <param name="displacement"><c>[N, OutH, OutW, 2]</c> as (x, y), in the unit of <see cref="GridSample"/>: 1 is half the image.</param>
    /// <param name="mode">How to read between pixels.</param>
    /// <param name="padding">What to read outside the image.</param>
    /// <param name="alignCorners">Whether the identity's outermost points are the centres of the outermost pixels; otherwise half a pixel from their outer edges.</param>
    /// <returns><c>[N, C, OutH, OutW]</c>. Without displacement and at the image's own size, the image bit for bit.</returns>
    /// <remarks><see cref="GridSample"/> at <see cref="AffineGrid"/> of the identity plus the displacement, in which rounding leaves the identity exact.</remarks>
    /// <exception cref="ShapeException">Ranks are not 4, batches differ, or the last axis is not 2.</exception>
    public Tensor Displace(Tensor displacement, SampleMode mode = SampleMode.Bilinear, SamplePadding padding = SamplePadding.Zeros, bool alignCorners = false) =>
        SampleAt(nameof(Displace), displacement, mode, padding, alignCorners, displaces: true);

    private Tensor SampleAt(string operation, Tensor grid, SampleMode mode, SamplePadding padding, bool alignCorners, bool displaces)
    {
        ArgumentNullException.ThrowIfNull(grid);
        Require.Given(operation, this, grid);
        Require.Batched(operation, "the image", this, 4);
        Require.Batched(operation, displaces ? "the displacement" : "the grid", grid, 4);
        Require.That(grid.Shape[0] == Shape[0] && grid.Shape[3] == 2, operation, $"for the image {Shape} the {(displaces ? "displacement" : "grid")} must be [{Shape[0]}, OutH, OutW, 2]; {grid.Shape} was given");
        var dims = new GridSampleDims(Shape[0], Shape[1], Shape[2], Shape[3], grid.Shape[1], grid.Shape[2], mode, padding, alignCorners, displaces);
        Tensor output = New(Device, new Shape(dims.N, dims.C, dims.OutH, dims.OutW), true);
        Device.GridSample.Forward(dims, Buffer, grid.Buffer, output.Buffer);
        return output.MadeBy(new GridSampleNode(dims, this, grid));
    }

    private sealed class GridSampleNode(GridSampleDims dims, Tensor image, Tensor grid) : Node(image, grid)
    {
        public override void Backward(Tensor output) => output.Device.GridSample.Backward(
            dims, image.Buffer, grid.Buffer, output.GradBuffer, image.RequiresGrad ? image.GradBuffer : null, grid.RequiresGrad ? grid.GradBuffer : null);

        public override string Export(OnnxGraph graph, Tensor output)
        {
            string points = dims.Displaces ? graph.Add("Add", [graph.IdentityGrid(dims.OutH, dims.OutW, dims.AlignCorners), graph[grid]]) : graph[grid];
            return graph.GridSample(graph[image], points, dims.Mode, dims.Padding, dims.AlignCorners);
        }
    }
}
