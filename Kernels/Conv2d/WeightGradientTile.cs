using System.Runtime.CompilerServices;

namespace StnEngine.Kernels.Cpu;

// The register tile of a weight gradient: up to five output channels by four taps, summed over positions,
// lane by lane. The lanes are added up once at the end.
internal unsafe struct WeightGradientTile : IRegisterTile<WeightGradientTile>
{
    // Input vectors under the four taps at the first position, and the steps between window positions.
    public float* Tap0, Tap1, Tap2, Tap3;
    public nint InputRowStep, InputColumnStep;

    // Gradient of the output at the first position, channel 0; the next channel lies GradRowStep further.
    public float* Grad;
    public nint GradChannelStep, GradRowStep;

    public int Rows, Columns;

    // Sum of channel 0, tap 0; the other taps follow, the next channel lies SumChannelStep further.
    public float* Sum;
    public nint SumChannelStep;
    public int LiveTaps;

    // Starts from the sums already there (a later chunk of rows).
    public bool Continue;

    // R channels by P taps.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V, R, P>(ref WeightGradientTile tile)
        where V : unmanaged, ILanes<V>
        where R : struct, ICount
        where P : struct, ICount
    {
        V zero = V.Broadcast(0);
        V a00 = zero, a01 = zero, a02 = zero, a03 = zero;
        V a10 = zero, a11 = zero, a12 = zero, a13 = zero;
        V a20 = zero, a21 = zero, a22 = zero, a23 = zero;
        V a30 = zero, a31 = zero, a32 = zero, a33 = zero;
        V a40 = zero, a41 = zero, a42 = zero, a43 = zero;
        nint tap1 = (nint)(tile.Tap1 - tile.Tap0), tap2 = (nint)(tile.Tap2 - tile.Tap0), tap3 = (nint)(tile.Tap3 - tile.Tap0);
        nint channelStep = tile.GradChannelStep;
        nint inputStep = tile.InputColumnStep;
        for (int row = 0; row < tile.Rows; row++)
        {
            float* x = tile.Tap0 + (row * tile.InputRowStep);
            float* g = tile.Grad + (row * tile.GradRowStep);
            for (int column = 0; column < tile.Columns; column++)
            {
                V x0 = V.Load(x);
                V x1 = P.Value > 1 ? V.Load(x + tap1) : x0, x2 = P.Value > 2 ? V.Load(x + tap2) : x0, x3 = P.Value > 3 ? V.Load(x + tap3) : x0;
                V g0 = V.Load(g);
                a00 = V.MultiplyAdd(g0, x0, a00);
                a01 = P.Value > 1 ? V.MultiplyAdd(g0, x1, a01) : a01;
                a02 = P.Value > 2 ? V.MultiplyAdd(g0, x2, a02) : a02;
                a03 = P.Value > 3 ? V.MultiplyAdd(g0, x3, a03) : a03;

                if (R.Value > 1)
                {
                    V g1 = V.Load(g + channelStep);
                    a10 = V.MultiplyAdd(g1, x0, a10);
                    a11 = P.Value > 1 ? V.MultiplyAdd(g1, x1, a11) : a11;
                    a12 = P.Value > 2 ? V.MultiplyAdd(g1, x2, a12) : a12;
                    a13 = P.Value > 3 ? V.MultiplyAdd(g1, x3, a13) : a13;
                }

                if (R.Value > 2)
                {
                    V g2 = V.Load(g + (2 * channelStep));
                    a20 = V.MultiplyAdd(g2, x0, a20);
                    a21 = P.Value > 1 ? V.MultiplyAdd(g2, x1, a21) : a21;
                    a22 = P.Value > 2 ? V.MultiplyAdd(g2, x2, a22) : a22;
                    a23 = P.Value > 3 ? V.MultiplyAdd(g2, x3, a23) : a23;
                }

                if (R.Value > 3)
                {
                    V g3 = V.Load(g + (3 * channelStep));
                    a30 = V.MultiplyAdd(g3, x0, a30);
                    a31 = P.Value > 1 ? V.MultiplyAdd(g3, x1, a31) : a31;
                    a32 = P.Value > 2 ? V.MultiplyAdd(g3, x2, a32) : a32;
                    a33 = P.Value > 3 ? V.MultiplyAdd(g3, x3, a33) : a33;
                }

                if (R.Value > 4)
                {
                    V g4 = V.Load(g + (4 * channelStep));
                    a40 = V.MultiplyAdd(g4, x0, a40);
                    a41 = P.Value > 1 ? V.MultiplyAdd(g4, x1, a41) : a41;
                    a42 = P.Value > 2 ? V.MultiplyAdd(g4, x2, a42) : a42;
                    a43 = P.Value > 3 ? V.MultiplyAdd(g4, x3, a43) : a43;
                }

                x += inputStep;
                g += Layout.Lanes;
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<V>(ref WeightGradientTile tile, int channel, V a0, V a1, V a2, V a3)
        where V : unmanaged, ILanes<V> =>
        TileRow.Write(tile.Sum + (channel * tile.SumChannelStep), V.Width, tile.LiveTaps, tile.Continue, a0, a1, a2, a3);
}
