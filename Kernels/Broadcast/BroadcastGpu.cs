using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

internal sealed class BroadcastGpu(GpuDevice device) : IBroadcast
{
    public void Forward<TOperator>(in BroadcastDims dims, DeviceBuffer left, DeviceBuffer right, DeviceBuffer output)
        where TOperator : struct, IBinaryOperator =>
        device.Launch(dims.Output.StoredLength, new ForwardKernel<TOperator>(dims, left, right, output));

    // An element of a batched operand adds up what it was stretched to, a plain one's that of all images too.
    public void Backward<TOperator>(in BroadcastDims dims, OperandSide side, DeviceBuffer left, DeviceBuffer right, DeviceBuffer gradOutput, DeviceBuffer grad)
        where TOperator : struct, IBinaryOperator
    {
        BroadcastOperand operand = dims.Operand(side);
        var terms = new SlopeTerms<TOperator>(dims, side, left, right, gradOutput);
        var sums = new TermSumDims(dims.Output, operand.IsBatched, operand.Rest, BroadcastAxes.Stretched(dims, operand).Count);
        TermSum.Launch(device, sums, terms, 1, GpuBuffer.At(grad), accumulate: true);
    }

    private static float Read(ArrayView<float> from, in BroadcastOperand operand, int block, int lane, int offset) =>
        operand.IsBatched ? from[(((block * operand.Rest) + offset) * Layout.Lanes) + lane] : from[offset];

    // One thread per float of the output, idle lanes included.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct ForwardKernel<TOperator>(in BroadcastDims dims, DeviceBuffer left, DeviceBuffer right, DeviceBuffer output) : IThreadKernel
        where TOperator : struct, IBinaryOperator
    {
        private readonly BroadcastDims _dims = dims;
        private readonly BroadcastAxes _axes = BroadcastAxes.All(dims);
        private readonly ArrayView<float> _left = GpuBuffer.At(left);
        private readonly ArrayView<float> _right = GpuBuffer.At(right);
        private readonly ArrayView<float> _output = GpuBuffer.At(output);
        private readonly int _lanes = dims.Output.IsBatched ? Layout.Lanes : 1;

        public void Run(int i)
        {
            int lane = i % _lanes;
            int block = i / _lanes / _dims.Output.Rest;
            (_, int l, int r) = _axes.Place(_dims, (i / _lanes) - (block * _dims.Output.Rest));
            var a = new Scalar(Read(_left, _dims.Left, block, lane, l));
            var b = new Scalar(Read(_right, _dims.Right, block, lane, r));
            _output[i] = TOperator.Value(a, b).Value;
        }
    }

    // Column: an element of the operand. Index: one of the output elements that it was stretched to.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct SlopeTerms<TOperator>(in BroadcastDims dims, OperandSide side, DeviceBuffer left, DeviceBuffer right, DeviceBuffer gradOutput) : ITerms
        where TOperator : struct, IBinaryOperator
    {
        private readonly BroadcastDims _dims = dims;
        private readonly BroadcastAxes _kept = BroadcastAxes.Kept(dims, dims.Operand(side));
        private readonly BroadcastAxes _stretched = BroadcastAxes.Stretched(dims, dims.Operand(side));
        private readonly ArrayView<float> _left = GpuBuffer.At(left);
        private readonly ArrayView<float> _right = GpuBuffer.At(right);
        private readonly ArrayView<float> _gradOutput = GpuBuffer.At(gradOutput);
        private readonly int _lanes = dims.Output.IsBatched ? Layout.Lanes : 1;
        private readonly Flag _isLeft = side == OperandSide.Left;

        public float At(int block, int lane, int column, int index)
        {
            (int output, int left, int right) = _kept.Place(_dims, column);
            (int outputStep, int leftStep, int rightStep) = _stretched.Place(_dims, index);
            var a = new Scalar(Read(_left, _dims.Left, block, lane, left + leftStep));
            var b = new Scalar(Read(_right, _dims.Right, block, lane, right + rightStep));
            var g = new Scalar(_gradOutput[(((block * _dims.Output.Rest) + output + outputStep) * _lanes) + lane]);
            return (_isLeft ? TOperator.SlopeLeft(a, b, g) : TOperator.SlopeRight(a, b, g)).Value;
        }
    }
}
