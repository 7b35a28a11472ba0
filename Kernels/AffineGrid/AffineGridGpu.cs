using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

internal sealed class AffineGridGpu(GpuDevice device) : IAffineGrid
{
    public void Forward(in AffineGridDims dims, DeviceBuffer theta, DeviceBuffer grid) =>
        device.Launch(dims.Grid.StoredLength / 2, new ForwardKernel(dims, theta, grid));

    // Normalised coordinates are pixels of an image that reaches one pixel to each side of its middle.
    public void Backward(in AffineGridDims dims, DeviceBuffer gradGrid, DeviceBuffer gradTheta)
    {
        int side = dims.AlignCorners ? 3 : 2;
        var transform = new SpatialTransformDims(dims.N, 1, side, side, dims.OutH, dims.OutW, SampleMode.Bilinear, SamplePadding.Zeros, dims.AlignCorners);
        ThetaGradient.Add(device, transform, new StoredGradient(dims, gradGrid), gradTheta);
    }

    // One thread per point of the grid and image.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct ForwardKernel(in AffineGridDims dims, DeviceBuffer theta, DeviceBuffer grid) : IThreadKernel
    {
        private readonly AffineGridDims _dims = dims;
        private readonly ArrayView<float> _theta = GpuBuffer.At(theta);
        private readonly ArrayView<float> _grid = GpuBuffer.At(grid);

        public void Run(int thread)
        {
            int lane = thread % Layout.Lanes, point = thread / Layout.Lanes, block = point / (_dims.OutH * _dims.OutW);
            float u = _dims.U(point % _dims.OutW), v = _dims.V(point / _dims.OutW % _dims.OutH);
            int from = (block * _dims.Theta.BlockLength) + lane, to = (point * 2 * Layout.Lanes) + lane;
            float rowX = (_theta[from + Layout.Lanes] * v) + _theta[from + (2 * Layout.Lanes)];
            float rowY = (_theta[from + (4 * Layout.Lanes)] * v) + _theta[from + (5 * Layout.Lanes)];
            _grid[to] = (_theta[from] * u) + rowX;
            _grid[to + Layout.Lanes] = (_theta[from + (3 * Layout.Lanes)] * u) + rowY;
        }
    }

    // The gradient of each point of the grid.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct StoredGradient(in AffineGridDims dims, DeviceBuffer gradGrid) : IVectorField
    {
        private readonly ArrayView<float> _gradGrid = GpuBuffer.At(gradGrid);
        private readonly int _rest = dims.Grid.Rest;

        public (float X, float Y) At(in OutputPixel pixel)
        {
            int at = pixel.At(_rest, pixel.Position * 2);
            return (_gradGrid[at], _gradGrid[at + Layout.Lanes]);
        }
    }
}
