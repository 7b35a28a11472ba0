using System.Runtime.CompilerServices;

namespace StnEngine.Kernels.Cpu;

// The register tile of a convolution: up to five rows (channels of the result) by four positions, summed over
// outer channels, window rows and window columns. Forward and the gradient of the input differ in their strides only.
internal unsafe struct ConvTile : IRegisterTile<ConvTile>
{
    public const int MaxRows = 5;

    // First vector read for positions 0 to 3, and the steps between outer channels, window rows and columns.
    public float* At0, At1, At2, At3;
    public nint OuterStep, WindowRowStep, WindowColumnStep;

    // Weights of row 0; the next row lies RowStep further.
    public float* Weight;
    public nint WeightOuterStep, WeightWindowRowStep, RowStep;

    public int Outer, WindowRows, WindowColumns;

    // Where position 0 of row 0 goes; positions 1 to 3 follow, of which the first Live are there.
    public float* Result;
    public nint ResultRowStep;
    public int Live;

    // Starting value per row, or null for zero. Adds to the result instead of overwriting it when Accumulate is set.
    public float* Bias;
    public bool Accumulate;

    // R rows by P positions.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V, R, P>(ref ConvTile tile)
        where V : unmanaged, ILanes<V>
        where R : struct, ICount
        where P : struct, ICount
    {
        float* bias = tile.Bias;
        V a00 = bias == null ? V.Broadcast(0) : V.Broadcast(bias[0]);
        V a01 = a00, a02 = a00, a03 = a00;
        V a10 = bias == null || R.Value <= 1 ? V.Broadcast(0) : V.Broadcast(bias[1]);
        V a11 = a10, a12 = a10, a13 = a10;
        V a20 = bias == null || R.Value <= 2 ? V.Broadcast(0) : V.Broadcast(bias[2]);
        V a21 = a20, a22 = a20, a23 = a20;
        V a30 = bias == null || R.Value <= 3 ? V.Broadcast(0) : V.Broadcast(bias[3]);
        V a31 = a30, a32 = a30, a33 = a30;
        V a40 = bias == null || R.Value <= 4 ? V.Broadcast(0) : V.Broadcast(bias[4]);
        V a41 = a40, a42 = a40, a43 = a40;
        nint rowStep = tile.RowStep;
        nint at1 = (nint)(tile.At1 - tile.At0), at2 = (nint)(tile.At2 - tile.At0), at3 = (nint)(tile.At3 - tile.At0);
        nint columnStep = tile.WindowColumnStep;
        int columns = tile.WindowColumns;
        for (int outer = 0; outer < tile.Outer; outer++)
        {
            for (int windowRow = 0; windowRow < tile.WindowRows; windowRow++)
            {
                float* x = tile.At0 + (outer * tile.OuterStep) + (windowRow * tile.WindowRowStep);
                float* w = tile.Weight + (outer * tile.WeightOuterStep) + (windowRow * tile.WeightWindowRowStep);
                for (int column = 0; column < columns; column++)
                {
                    V x0 = V.Load(x);
                    V x1 = P.Value > 1 ? V.Load(x + at1) : x0, x2 = P.Value > 2 ? V.Load(x + at2) : x0, x3 = P.Value > 3 ? V.Load(x + at3) : x0;
                    V w0 = V.Broadcast(*w);
                    a00 = V.MultiplyAdd(w0, x0, a00);
                    a01 = P.Value > 1 ? V.MultiplyAdd(w0, x1, a01) : a01;
                    a02 = P.Value > 2 ? V.MultiplyAdd(w0, x2, a02) : a02;
                    a03 = P.Value > 3 ? V.MultiplyAdd(w0, x3, a03) : a03;

                    if (R.Value > 1)
                    {
                        V w1 = V.Broadcast(w[rowStep]);
                        a10 = V.MultiplyAdd(w1, x0, a10);
                        a11 = P.Value > 1 ? V.MultiplyAdd(w1, x1, a11) : a11;
                        a12 = P.Value > 2 ? V.MultiplyAdd(w1, x2, a12) : a12;
                        a13 = P.Value > 3 ? V.MultiplyAdd(w1, x3, a13) : a13;
                    }

                    if (R.Value > 2)
                    {
                        V w2 = V.Broadcast(w[2 * rowStep]);
                        a20 = V.MultiplyAdd(w2, x0, a20);
                        a21 = P.Value > 1 ? V.MultiplyAdd(w2, x1, a21) : a21;
                        a22 = P.Value > 2 ? V.MultiplyAdd(w2, x2, a22) : a22;
                        a23 = P.Value > 3 ? V.MultiplyAdd(w2, x3, a23) : a23;
                    }

                    if (R.Value > 3)
                    {
                        V w3 = V.Broadcast(w[3 * rowStep]);
                        a30 = V.MultiplyAdd(w3, x0, a30);
                        a31 = P.Value > 1 ? V.MultiplyAdd(w3, x1, a31) : a31;
                        a32 = P.Value > 2 ? V.MultiplyAdd(w3, x2, a32) : a32;
                        a33 = P.Value > 3 ? V.MultiplyAdd(w3, x3, a33) : a33;
                    }

                    if (R.Value > 4)
                    {
                        V w4 = V.Broadcast(w[4 * rowStep]);
                        a40 = V.MultiplyAdd(w4, x0, a40);
                        a41 = P.Value > 1 ? V.MultiplyAdd(w4, x1, a41) : a41;
                        a42 = P.Value > 2 ? V.MultiplyAdd(w4, x2, a42) : a42;
                        a43 = P.Value > 3 ? V.MultiplyAdd(w4, x3, a43) : a43;
                    }

                    x += columnStep;
                    w++;
                }
            }
        }

        Write(ref tile, 0, a00, a01, a02, a03);

        if (R.Value > 1)
        {
            Write(ref tile, 1, a10, a11, a12, a13);
        }

        if (R.Value > 2)
        {
            Write(ref tile, 2, a20, a21, a22, a23);
        }

        if (R.Value > 3)
        {
            Write(ref tile, 3, a30, a31, a32, a33);
        }

        if (R.Value > 4)
        {
            Write(ref tile, 4, a40, a41, a42, a43);
        }
    }

    // Rows per tile: as many accumulators as the machine's registers hold, and tiles of nearly one height.
    public static int RowsFor<V>(int rows)
        where V : unmanaged, ILanes<V>
    {
        int most = V.Width < Layout.Lanes ? 2 : MaxRows;
        int tiles = (rows + most - 1) / most;
        return (rows + tiles - 1) / tiles;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<V>(ref ConvTile tile, int row, V a0, V a1, V a2, V a3)
        where V : unmanaged, ILanes<V> =>
        TileRow.Write(tile.Result + (row * tile.ResultRowStep), Layout.Lanes, tile.Live, tile.Accumulate, a0, a1, a2, a3);
}
