using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

internal sealed class SumGpu(GpuDevice device) : ISum
{
    public void Forward(in SumDims dims, DeviceBuffer input, DeviceBuffer output) =>
        TermSum.Launch(
            device, new TermSumDims(dims.Input, PerImage: false, Columns: 1, dims.Input.Rest), new InputTerms(dims, input), dims.Scale,
            GpuBuffer.At(output), accumulate: false);

    public void Backward(in SumDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        device.Launch(dims.Input.StoredLength, new BackwardKernel(dims, gradOutput, gradInput));

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct InputTerms(in SumDims dims, DeviceBuffer input) : ITerms
    {
        private readonly ArrayView<float> _input = GpuBuffer.At(input);
        private readonly int _rest = dims.Input.Rest;
        private readonly int _lanes = dims.Input.IsBatched ? Layout.Lanes : 1;

        public float At(int block, int lane, int column, int index) => _input[(((block * _rest) + index) * _lanes) + lane];
    }

    // One thread per float, idle lanes included.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct BackwardKernel(in SumDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput) : IThreadKernel
    {
        private readonly ArrayView<float> _gradOutput = GpuBuffer.At(gradOutput);
        private readonly ArrayView<float> _gradInput = GpuBuffer.At(gradInput);
        private readonly float _scale = dims.Scale;

        public void Run(int i)
        {
            _gradInput[i] += _gradOutput[0] * _scale;
        }
    }
}
