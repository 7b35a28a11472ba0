using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Sixteen sums in a thread's registers, four rows by four columns: a step reads four values for the rows and four for the
// columns, and uses each four times. To add up the tiles of several threads, or to write a tile out in a loop, its thread first
// stores it in shared memory.
internal struct RegisterTile
{
    public const int Side = 4;
    public const int Length = Side * Side;

    // Shared memory that holds the tiles of a whole group. The step is odd, so that neighbouring threads use different banks.
    public const int SharedLength = SharedStep * GpuDevice.MaxGroupSize;
    private const int SharedStep = Length + 1;

    private float _s00, _s01, _s02, _s03;
    private float _s10, _s11, _s12, _s13;
    private float _s20, _s21, _s22, _s23;
    private float _s30, _s31, _s32, _s33;

    // One sum, number row * Side + column, over the tiles of `count` threads, from thread `first` on in steps of `step`, in this order.
    public static float Sum(ArrayView<float> shared, int which, int first, int count, int step)
    {
        float sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += shared[((first + (i * step)) * SharedStep) + which];
        }

        return sum;
    }

    public void MultiplyAdd(Float4 row, Float4 column)
    {
        _s00 += row.A * column.A;
        _s01 += row.A * column.B;
        _s02 += row.A * column.C;
        _s03 += row.A * column.D;
        _s10 += row.B * column.A;
        _s11 += row.B * column.B;
        _s12 += row.B * column.C;
        _s13 += row.B * column.D;
        _s20 += row.C * column.A;
        _s21 += row.C * column.B;
        _s22 += row.C * column.C;
        _s23 += row.C * column.D;
        _s30 += row.D * column.A;
        _s31 += row.D * column.B;
        _s32 += row.D * column.C;
        _s33 += row.D * column.D;
    }

    // Puts the tile at this thread's place. A barrier must follow before others read it.
    public readonly void Store(ArrayView<float> shared)
    {
        int at = Group.IdxX * SharedStep;
        shared[at] = _s00;
        shared[at + 1] = _s01;
        shared[at + 2] = _s02;
        shared[at + 3] = _s03;
        shared[at + 4] = _s10;
        shared[at + 5] = _s11;
        shared[at + 6] = _s12;
        shared[at + 7] = _s13;
        shared[at + 8] = _s20;
        shared[at + 9] = _s21;
        shared[at + 10] = _s22;
        shared[at + 11] = _s23;
        shared[at + 12] = _s30;
        shared[at + 13] = _s31;
        shared[at + 14] = _s32;
        shared[at + 15] = _s33;
    }
}
