using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

internal sealed partial class AxisReduceGpu(GpuDevice device) : IAxisReduce
{
    public void SumForward(in AxisReduceDims dims, DeviceBuffer input, DeviceBuffer output) =>
        TermSum.Launch(
            device, new TermSumDims(dims.Input, dims.Output.IsBatched, dims.Kept, dims.Reduced), new InputTerms(dims, input), dims.Scale,
            GpuBuffer.At(output), accumulate: false);

    public void SumBackward(in AxisReduceDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        device.Launch(dims.Input.StoredLength, new SumBackwardKernel(dims, gradOutput, gradInput));

    public void MaxForward(in AxisReduceDims dims, DeviceBuffer input, DeviceBuffer output) =>
        device.Launch(dims.Output.StoredLength, new MaxForwardKernel(dims, input, output));

    public void MaxBackward(in AxisReduceDims dims, DeviceBuffer input, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        device.Launch(dims.Output.StoredLength, new MaxBackwardKernel(dims, input, output, gradOutput, gradInput));

    // Column: a kept position. Index: one of those that it is reduced from.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct InputTerms(in AxisReduceDims dims, DeviceBuffer input) : ITerms
    {
        private readonly AxisReduceDims _dims = dims;
        private readonly ArrayView<float> _input = GpuBuffer.At(input);
        private readonly int _lanes = dims.Input.IsBatched ? Layout.Lanes : 1;

        public float At(int block, int lane, int column, int index) =>
            _input[(((block * _dims.Input.Rest) + _dims.First(column) + _dims.Step(index)) * _lanes) + lane];
    }

    // One thread per float of the input, idle lanes included: the positions that are reduced together are neighbours among threads.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct SumBackwardKernel(in AxisReduceDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput) : IThreadKernel
    {
        private readonly AxisReduceDims _dims = dims;
        private readonly ArrayView<float> _gradOutput = GpuBuffer.At(gradOutput);
        private readonly ArrayView<float> _gradInput = GpuBuffer.At(gradInput);
        private readonly int _lanes = dims.Input.IsBatched ? Layout.Lanes : 1;
        private readonly Flag _perImage = dims.Output.IsBatched;

        public void Run(int i)
        {
            int lane = i % _lanes;
            int kept = i / _lanes / _dims.Reduced;
            int r = (i / _lanes) - (kept * _dims.Reduced);
            int block = kept / _dims.Kept;
            int k = kept - (block * _dims.Kept);
            float grad = _perImage ? _gradOutput[(kept * _lanes) + lane] : _gradOutput[k];
            int at = (((block * _dims.Input.Rest) + _dims.First(k) + _dims.Step(r)) * _lanes) + lane;
            _gradInput[at] += grad * _dims.Scale;
        }
    }
}
