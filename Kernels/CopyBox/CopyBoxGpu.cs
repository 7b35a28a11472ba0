using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

internal sealed class CopyBoxGpu(GpuDevice device) : ICopyBox
{
    public void Forward(in CopyBoxDims dims, DeviceBuffer input, DeviceBuffer output) =>
        Launch(dims, new BoxKernel(dims, dims.From, dims.To, input, output, add: false));

    public void Backward(in CopyBoxDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        Launch(dims, new BoxKernel(dims, dims.To, dims.From, gradOutput, gradInput, add: true));

    private void Launch(in CopyBoxDims dims, in BoxKernel kernel) =>
        device.Launch((long)dims.Outer * dims.Rows * dims.Columns * (dims.Images > 0 ? dims.FromLayout.Blocks * Layout.Lanes : 1), kernel);

    // One thread per number of the box and image, idle lanes included.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct BoxKernel(in CopyBoxDims dims, in BoxPlace source, in BoxPlace target, DeviceBuffer from, DeviceBuffer to, Flag add) : IThreadKernel
    {
        private readonly ArrayView<float> _from = GpuBuffer.At(from);
        private readonly ArrayView<float> _to = GpuBuffer.At(to);
        private readonly BoxPlace _source = source;
        private readonly BoxPlace _target = target;
        private readonly int _outer = dims.Outer;
        private readonly int _rows = dims.Rows;
        private readonly int _columns = dims.Columns;
        private readonly int _lanes = dims.FromLayout.IsBatched ? Layout.Lanes : 1;
        private readonly Flag _add = add;

        public void Run(int i)
        {
            int number = i / _lanes;
            int row = number / _columns;
            int column = number - (row * _columns);
            int slab = row / _rows;
            row -= slab * _rows;
            int block = slab / _outer;
            slab -= block * _outer;
            int from = (Place(_source, block, slab, row, column) * _lanes) + (i % _lanes);
            int to = (Place(_target, block, slab, row, column) * _lanes) + (i % _lanes);
            _to[to] = (_add ? _to[to] : 0) + _from[from];
        }

        private static int Place(in BoxPlace place, int block, int slab, int row, int column) =>
            (block * place.Rest) + place.Start + (slab * place.OuterStep) + (row * place.RowStep) + column;
    }
}
