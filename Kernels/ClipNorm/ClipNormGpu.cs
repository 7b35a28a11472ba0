using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Algorithms;

namespace StnEngine.Kernels.Gpu;

internal sealed class ClipNormGpu(GpuDevice device) : IClipNorm
{
    // Rows of partial sums of every buffer, one after the other; then their sum; then its root.
    public void Norm(IReadOnlyList<DeviceBuffer> grads, DeviceBuffer norm)
    {
        int rows = 0;
        foreach (DeviceBuffer buffer in grads)
        {
            rows += TermSum.Rows(device, DimsOf(buffer));
        }

        using GpuBuffer partials = device.Temporary(rows);
        int row = 0;
        foreach (DeviceBuffer buffer in grads)
        {
            int count = TermSum.Rows(device, DimsOf(buffer));
            TermSum.LaunchRows(device, DimsOf(buffer), new SquareTerms(buffer), 1, partials.View.SubView(row, count), accumulate: false);
            row += count;
        }

        RowSum.Launch(device, partials.View, rows, 1, 1, GpuBuffer.At(norm), accumulate: false);
        device.Launch(1, new RootKernel(norm));
    }

    public void Clip(in ClipNormDims dims, DeviceBuffer norm, DeviceBuffer grads) => device.Launch(dims.Length, new ClipKernel(dims, norm, grads));

    private static TermSumDims DimsOf(DeviceBuffer buffer) =>
        new(Layout.Plain((int)buffer.Length), PerImage: false, Columns: 1, Terms: (int)buffer.Length);

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct SquareTerms(DeviceBuffer grads) : ITerms
    {
        private readonly ArrayView<float> _grads = GpuBuffer.At(grads);

        public float At(int block, int lane, int column, int index) => _grads[index] * _grads[index];
    }

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct RootKernel(DeviceBuffer norm) : IThreadKernel
    {
        private readonly ArrayView<float> _norm = GpuBuffer.At(norm);

        public void Run(int thread) => _norm[0] = XMath.Sqrt(_norm[0]);
    }

    // One thread per gradient.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct ClipKernel(in ClipNormDims dims, DeviceBuffer norm, DeviceBuffer grads) : IThreadKernel
    {
        private readonly ClipNormDims _dims = dims;
        private readonly ArrayView<float> _norm = GpuBuffer.At(norm);
        private readonly ArrayView<float> _grads = GpuBuffer.At(grads);

        public void Run(int i)
        {
            _grads[i] *= _dims.FactorFor(_norm[0]);
        }
    }
}
