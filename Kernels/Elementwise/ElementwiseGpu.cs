using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// One thread per float, idle lanes included: whatever an operator makes of them, no one reads it.
internal sealed class ElementwiseGpu(GpuDevice device) : IElementwise
{
    public void Forward<TOperator>(in Layout layout, DeviceBuffer input, DeviceBuffer output)
        where TOperator : struct, IUnaryOperator =>
        device.Launch(layout.StoredLength, new ForwardKernel<TOperator>(input, output));

    public void Backward<TOperator>(in Layout layout, DeviceBuffer input, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput)
        where TOperator : struct, IUnaryOperator =>
        device.Launch(layout.StoredLength, new BackwardKernel<TOperator>(input, output, gradOutput, gradInput));

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct ForwardKernel<TOperator>(DeviceBuffer input, DeviceBuffer output) : IThreadKernel
        where TOperator : struct, IUnaryOperator
    {
        private readonly ArrayView<float> _input = GpuBuffer.At(input);
        private readonly ArrayView<float> _output = GpuBuffer.At(output);

        public void Run(int i)
        {
            _output[i] = TOperator.Value(new Scalar(_input[i])).Value;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct BackwardKernel<TOperator>(DeviceBuffer input, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput) : IThreadKernel
        where TOperator : struct, IUnaryOperator
    {
        private readonly ArrayView<float> _input = GpuBuffer.At(input);
        private readonly ArrayView<float> _output = GpuBuffer.At(output);
        private readonly ArrayView<float> _gradOutput = GpuBuffer.At(gradOutput);
        private readonly ArrayView<float> _gradInput = GpuBuffer.At(gradInput);

        public void Run(int i)
        {
            _gradInput[i] += TOperator.Slope(new Scalar(_input[i]), new Scalar(_output[i]), new Scalar(_gradOutput[i])).Value;
        }
    }
}
