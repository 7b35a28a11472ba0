using System.Runtime.InteropServices;

namespace StnEngine.Kernels.Gpu;

// How statistics are shared out among groups: a row is some positions of one block, for one channel.
[StructLayout(LayoutKind.Sequential)]
internal readonly struct BatchNormRows(in BatchNormDims dims, int groupSize)
{
    // Numbers that one thread of a group reads.
    private const int Rounds = 16;

    private readonly int _images = dims.N;
    private readonly int _positions = dims.Positions;
    private readonly int _perRow = Rounds * groupSize / Layout.Lanes;
    private readonly int _perBlock = (dims.Positions + (Rounds * groupSize / Layout.Lanes) - 1) / (Rounds * groupSize / Layout.Lanes);

    // Rows of one channel.
    public int Count => (_images + Layout.Lanes - 1) / Layout.Lanes * _perBlock;

    public int Block(int row) => row / _perBlock;

    public int LiveLanes(int row) => Math.Min(Layout.Lanes, _images - (Block(row) * Layout.Lanes));

    public int FirstPosition(int row) => row % _perBlock * _perRow;

    public int EndPosition(int row) => Math.Min(FirstPosition(row) + _perRow, _positions);

    // Numbers in a row, idle lanes left out.
    public int Numbers(int row) => (EndPosition(row) - FirstPosition(row)) * LiveLanes(row);
}
