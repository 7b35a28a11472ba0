using System.Runtime.CompilerServices;

namespace StnEngine.Kernels.Cpu;

// Positions of an affine transformation, in pixels from the middle of the output: for the identity every product and sum is exact,
// fused or not. Gradients are summed here, against the same middle, and become theta's six only in AddTo.
internal unsafe struct AffinePositions<V> : IPositions<V>
    where V : unmanaged, ILanes<V>
{
    private readonly SpatialTransformDims _dims;
    private readonly float _middleColumn, _middleRow;
    private readonly V _columnToX, _rowToX, _shiftX, _columnToY, _rowToY, _shiftY;
    private V _gradX, _gradXColumn, _gradXRow, _gradY, _gradYColumn, _gradYRow;

    public AffinePositions(in SpatialTransformDims dims, float* theta)
    {
        GridSampleDims sampling = dims.Sampling;
        _dims = dims;
        _middleColumn = dims.MiddleColumn;
        _middleRow = dims.MiddleRow;
        _columnToX = V.Load(theta) * V.Broadcast(dims.ColumnToX);
        _rowToX = V.Load(theta + Layout.Lanes) * V.Broadcast(dims.RowToX);
        _shiftX = V.MultiplyAdd(V.Load(theta + (2 * Layout.Lanes)), V.Broadcast(sampling.ScaleX), V.Broadcast(sampling.MiddleX));
        _columnToY = V.Load(theta + (3 * Layout.Lanes)) * V.Broadcast(dims.ColumnToY);
        _rowToY = V.Load(theta + (4 * Layout.Lanes)) * V.Broadcast(dims.RowToY);
        _shiftY = V.MultiplyAdd(V.Load(theta + (5 * Layout.Lanes)), V.Broadcast(sampling.ScaleY), V.Broadcast(sampling.MiddleY));
        _gradX = _gradXColumn = _gradXRow = _gradY = _gradYColumn = _gradYRow = V.Broadcast(0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void At(int oy, int ox, out V x, out V y)
    {
        V column = V.Broadcast(ox - _middleColumn), row = V.Broadcast(oy - _middleRow);
        x = V.MultiplyAdd(_columnToX, column, V.MultiplyAdd(_rowToX, row, _shiftX));
        y = V.MultiplyAdd(_columnToY, column, V.MultiplyAdd(_rowToY, row, _shiftY));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int oy, int ox, V gradX, V gradY)
    {
        V column = V.Broadcast(ox - _middleColumn), row = V.Broadcast(oy - _middleRow);
        _gradX += gradX;
        _gradXColumn = V.MultiplyAdd(gradX, column, _gradXColumn);
        _gradXRow = V.MultiplyAdd(gradX, row, _gradXRow);
        _gradY += gradY;
        _gradYColumn = V.MultiplyAdd(gradY, column, _gradYColumn);
        _gradYRow = V.MultiplyAdd(gradY, row, _gradYRow);
    }

    public readonly void AddTo(float* gradTheta)
    {
        AddScaled(gradTheta, 0, _gradXColumn, _dims.ColumnToX);
        AddScaled(gradTheta, 1, _gradXRow, _dims.RowToX);
        AddScaled(gradTheta, 2, _gradX, _dims.Sampling.ScaleX);
        AddScaled(gradTheta, 3, _gradYColumn, _dims.ColumnToY);
        AddScaled(gradTheta, 4, _gradYRow, _dims.RowToY);
        AddScaled(gradTheta, 5, _gradY, _dims.Sampling.ScaleY);
    }

    private static void AddScaled(float* gradTheta, int i, V sum, float scale)
    {
        float* to = gradTheta + (i * Layout.Lanes);
        V.Store(to, V.MultiplyAdd(sum, V.Broadcast(scale), V.Load(to)));
    }
}
