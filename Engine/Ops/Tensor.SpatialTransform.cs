using StnEngine.Kernels;
using StnEngine.Onnx;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>Transforms every image affinely: <see cref="AffineGrid"/> and <see cref="GridSample"/> in one, with no grid stored.</summary>
    /// <param name="theta"><c>[N, 2, 3]</c>: for every output pixel the point of the image to read, in coordinates of -1 to 1.</param>
    /// <param name="height">Output rows; the image's when left out.</param>
    /// <param name="width">Output columns; the image's when left out.</param>
    /// <param name="mode">How to read between pixels.</param>
    /// <param name="padding">What to read outside the image.</param>
    /// <param name="alignCorners">Whether -1 and 1 are the centres of the outermost pixels; otherwise their outer edges.</param>
    /// <returns><c>[N, C, height, width]</c>. With the identity and the image's own size, the image bit for bit.</returns>
    /// <exception cref="ShapeException">The image is no batch of rank 4, theta no batch <c>[N, 2, 3]</c>, or an extent is below 1.</exception>
    public Tensor SpatialTransform(
        Tensor theta, int? height = null, int? width = null, SampleMode mode = SampleMode.Bilinear, SamplePadding padding = SamplePadding.Zeros, bool alignCorners = false)
    {
        const string Operation = nameof(SpatialTransform);
        ArgumentNullException.ThrowIfNull(theta);
        Require.Given(Operation, this, theta);
        Require.Batched(Operation, "the image", this, 4);
        RequireTheta(Operation, theta);
        Require.That(theta.Shape[0] == Shape[0], Operation, $"the image {Shape} has {Shape[0]} images, theta {theta.Shape} has {theta.Shape[0]}");
        var dims = new SpatialTransformDims(Shape[0], Shape[1], Shape[2], Shape[3], height ?? Shape[2], width ?? Shape[3], mode, padding, alignCorners);
        RequireOutput(Operation, dims.OutH, dims.OutW);
        Tensor output = New(Device, new Shape(dims.N, dims.C, dims.OutH, dims.OutW), true);
        Device.SpatialTransform.Forward(dims, Buffer, theta.Buffer, output.Buffer);
        return output.MadeBy(new SpatialTransformNode(dims, this, theta));
    }

    private sealed class SpatialTransformNode(SpatialTransformDims dims, Tensor image, Tensor theta) : Node(image, theta)
    {
        public override void Backward(Tensor output) => output.Device.SpatialTransform.Backward(
            dims, image.Buffer, theta.Buffer, output.GradBuffer, image.RequiresGrad ? image.GradBuffer : null, theta.RequiresGrad ? theta.GradBuffer : null);

        public override string Export(OnnxGraph graph, Tensor output) => graph.GridSample(
            graph[image], graph.AffineGrid(graph[theta], dims.OutH, dims.OutW, dims.AlignCorners), dims.Mode, dims.Padding, dims.AlignCorners);
    }
}
