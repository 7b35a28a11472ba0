using StnEngine.Kernels;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>The sum over some axes.</summary>
    /// <param name="axes">Which, in any order; negative ones count from the end. The batch axis may be among them.</param>
    /// <param name="keepDims">Whether a reduced axis stays, with extent 1, so that the result broadcasts against this tensor.</param>
    /// <returns>The axes that are left; a batch, or a plain tensor where the batch axis was summed over.</returns>
    /// <exception cref="ShapeException">No axis is named, one is not there, or one stands twice.</exception>
    public Tensor Sum(ReadOnlySpan<int> axes, bool keepDims = false) => SumOver(AxisReduceShape.Of(nameof(Sum), this, axes, keepDims));

    /// <summary>The mean over some axes.</summary>
    /// <param name="axes">Which, in any order; negative ones count from the end. The batch axis may be among them.</param>
    /// <param name="keepDims">Whether a reduced axis stays, with extent 1, so that the result broadcasts against this tensor.</param>
    /// <returns>The axes that are left; a batch, or a plain tensor where the mean is over the batch axis too.</returns>
    /// <exception cref="ShapeException">No axis is named, one is not there, or one stands twice.</exception>
    public Tensor Mean(ReadOnlySpan<int> axes, bool keepDims = false) => SumOver(AxisReduceShape.Of(nameof(Mean), this, axes, keepDims, isMean: true));

    /// <summary>The largest number along an axis. NaN wins; among equals the first takes the gradient.</summary>
    /// <param name="axis">Which; a negative one counts from the end. Not the batch axis.</param>
    /// <param name="keepDims">Whether the axis stays, with extent 1, so that the result broadcasts against this tensor.</param>
    /// <returns>The axes that are left.</returns>
    /// <exception cref="ShapeException">The axis is not there, or is the batch.</exception>
    public Tensor Max(int axis, bool keepDims = false)
    {
        (Shape shape, AxisReduceDims dims) = AxisReduceShape.Of(nameof(Max), this, [axis], keepDims);
        Require.That(!dims.OverBatch, nameof(Max), $"axis {axis} of {Shape} is the batch; a maximum is taken within each image only");
        Tensor output = New(Device, shape, IsBatched);
        Device.AxisReduce.MaxForward(dims, Buffer, output.Buffer);
        return output.MadeBy(new MaxNode(dims, this));
    }

    private Tensor SumOver((Shape Shape, AxisReduceDims Dims) left)
    {
        (Shape shape, AxisReduceDims dims) = left;
        if (dims.Output == Layout.Plain(1))
        {
            return ScaledSum(dims.Scale, shape);
        }

        Tensor output = New(Device, shape, dims.Output.IsBatched);
        Device.AxisReduce.SumForward(dims, Buffer, output.Buffer);
        return output.MadeBy(new SumOverNode(dims, this));
    }

    private sealed class SumOverNode(AxisReduceDims dims, Tensor input) : Node(input)
    {
        public override void Backward(Tensor output) => output.Device.AxisReduce.SumBackward(dims, output.GradBuffer, input.GradBuffer);
    }

    private sealed class MaxNode(AxisReduceDims dims, Tensor input) : Node(input)
    {
        public override void Backward(Tensor output) =>
            output.Device.AxisReduce.MaxBackward(dims, input.Buffer, output.Buffer, output.GradBuffer, input.GradBuffer);
    }
}
