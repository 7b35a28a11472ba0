using System.Runtime.CompilerServices;

namespace StnEngine.Kernels.Cpu;

// Positions from a stored grid of normalised coordinates, or of displacements from where the identity reads.
internal readonly unsafe struct GridPositions<V>(in GridSampleDims dims, float* grid, float* gradGrid) : IPositions<V>
    where V : unmanaged, ILanes<V>
{
    private readonly int _outW = dims.OutW;
    private readonly float* _grid = grid;
    private readonly float* _gradGrid = gradGrid;
    private readonly float _scaleX = dims.ScaleX, _scaleY = dims.ScaleY, _middleX = dims.MiddleX, _middleY = dims.MiddleY;
    private readonly float _middleColumn = dims.MiddleColumn, _middleRow = dims.MiddleRow, _stepX = dims.OriginStepX, _stepY = dims.OriginStepY;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At(int oy, int ox, out V x, out V y)
    {
        float* at = _grid + Offset(oy, ox);
        x = V.MultiplyAdd(V.Load(at), V.Broadcast(_scaleX), V.Broadcast(((ox - _middleColumn) * _stepX) + _middleX));
        y = V.MultiplyAdd(V.Load(at + Layout.Lanes), V.Broadcast(_scaleY), V.Broadcast(((oy - _middleRow) * _stepY) + _middleY));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int oy, int ox, V gradX, V gradY)
    {
        float* to = _gradGrid + Offset(oy, ox);
        V.Store(to, V.MultiplyAdd(gradX, V.Broadcast(_scaleX), V.Load(to)));
        V.Store(to + Layout.Lanes, V.MultiplyAdd(gradY, V.Broadcast(_scaleY), V.Load(to + Layout.Lanes)));
    }

    private nint Offset(int oy, int ox) => (((nint)oy * _outW) + ox) * (2 * Layout.Lanes);
}
