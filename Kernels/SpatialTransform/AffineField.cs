using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Positions of an affine transformation, in pixels from the middle of the output: for the identity every product and sum is exact,
// fused or not.
[StructLayout(LayoutKind.Sequential)]
internal readonly struct AffineField(in SpatialTransformDims dims, DeviceBuffer theta) : IVectorField
{
    private readonly ArrayView<float> _theta = GpuBuffer.At(theta);
    private readonly float _middleColumn = dims.MiddleColumn, _middleRow = dims.MiddleRow;
    private readonly float _columnToX = dims.ColumnToX, _rowToX = dims.RowToX, _columnToY = dims.ColumnToY, _rowToY = dims.RowToY;
    private readonly float _scaleX = dims.Sampling.ScaleX, _scaleY = dims.Sampling.ScaleY;
    private readonly float _middleX = dims.Sampling.MiddleX, _middleY = dims.Sampling.MiddleY;

    public (float X, float Y) At(in OutputPixel pixel)
    {
        int at = pixel.At(6, 0);
        float column = pixel.Column - _middleColumn, row = pixel.Row - _middleRow;
        float rowX = (_theta[at + Layout.Lanes] * _rowToX * row) + ((_theta[at + (2 * Layout.Lanes)] * _scaleX) + _middleX);
        float rowY = (_theta[at + (4 * Layout.Lanes)] * _rowToY * row) + ((_theta[at + (5 * Layout.Lanes)] * _scaleY) + _middleY);
        return ((_theta[at] * _columnToX * column) + rowX, (_theta[at + (3 * Layout.Lanes)] * _columnToY * column) + rowY);
    }
}
