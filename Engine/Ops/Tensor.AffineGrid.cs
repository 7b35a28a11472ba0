using StnEngine.Kernels;
using StnEngine.Onnx;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>The points of the input that each image's affine transformation reads for every output pixel.</summary>
    /// <param name="height">Output rows.</param>
    /// <param name="width">Output columns.</param>
    /// <param name="alignCorners">Whether -1 and 1 are the centres of the outermost pixels; otherwise their outer edges. The sampler must agree.</param>
    /// <returns><c>[N, height, width, 2]</c> as (x, y), normalised to -1..1.</returns>
    /// <remarks>Source: Jaderberg et al., <em>Spatial Transformer Networks</em>, equation 1; conventions as PyTorch's <c>affine_grid</c>.</remarks>
    /// <exception cref="ShapeException">This is no batch <c>[N, 2, 3]</c>, or an extent is below 1.</exception>
    public Tensor AffineGrid(int height, int width, bool alignCorners = false)
    {
        RequireTheta(nameof(AffineGrid), this);
        RequireOutput(nameof(AffineGrid), height, width);
        var dims = new AffineGridDims(Shape[0], height, width, alignCorners);
        Tensor grid = New(Device, new Shape(Shape[0], height, width, 2), true);
        Device.AffineGrid.Forward(dims, Buffer, grid.Buffer);
        return grid.MadeBy(new AffineGridNode(dims, this));
    }

    private static void RequireTheta(string operation, Tensor theta) =>
        Require.That(
            theta.IsBatched && theta.Shape.Rank == 3 && theta.Shape[1] == 2 && theta.Shape[2] == 3,
            operation,
            $"theta must be a batch [N, 2, 3]; {theta.Shape} was given");

    private static void RequireOutput(string operation, int height, int width) =>
        Require.That(height > 0 && width > 0, operation, $"output height and width must be at least 1; {height} and {width} were given");

    private sealed class AffineGridNode(AffineGridDims dims, Tensor theta) : Node(theta)
    {
        public override void Backward(Tensor output) => output.Device.AffineGrid.Backward(dims, output.GradBuffer, theta.GradBuffer);

        public override string Export(OnnxGraph graph, Tensor output) => graph.AffineGrid(graph[theta], dims.OutH, dims.OutW, dims.AlignCorners);
    }
}
