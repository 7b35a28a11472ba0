using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Positions in pixels from a stored grid of normalised coordinates.
[StructLayout(LayoutKind.Sequential)]
internal readonly struct GridField(in GridSampleDims dims, DeviceBuffer grid) : IVectorField
{
    private readonly ArrayView<float> _grid = GpuBuffer.At(grid);
    private readonly int _rest = dims.Grid.Rest;
    private readonly float _scaleX = dims.ScaleX, _scaleY = dims.ScaleY, _middleX = dims.MiddleX, _middleY = dims.MiddleY;

    public (float X, float Y) At(in OutputPixel pixel)
    {
        int at = pixel.At(_rest, pixel.Position * 2);
        return ((_grid[at] * _scaleX) + _middleX, (_grid[at + Layout.Lanes] * _scaleY) + _middleY);
    }
}
