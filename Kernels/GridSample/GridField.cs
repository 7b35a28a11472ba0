using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Positions in pixels from a stored grid of normalised coordinates, or of displacements from where the identity reads.
[StructLayout(LayoutKind.Sequential)]
internal readonly struct GridField(in GridSampleDims dims, DeviceBuffer grid) : IVectorField
{
    private readonly ArrayView<float> _grid = GpuBuffer.At(grid);
    private readonly int _rest = dims.Grid.Rest;
    private readonly float _scaleX = dims.ScaleX, _scaleY = dims.ScaleY, _middleX = dims.MiddleX, _middleY = dims.MiddleY;
    private readonly float _middleColumn = dims.MiddleColumn, _middleRow = dims.MiddleRow, _stepX = dims.OriginStepX, _stepY = dims.OriginStepY;

    public (float X, float Y) At(in OutputPixel pixel)
    {
        int at = pixel.At(_rest, pixel.Position * 2);
        float originX = ((pixel.Column - _middleColumn) * _stepX) + _middleX, originY = ((pixel.Row - _middleRow) * _stepY) + _middleY;
        return ((_grid[at] * _scaleX) + originX, (_grid[at + Layout.Lanes] * _scaleY) + originY);
    }
}
