namespace StnEngine.Kernels.Cpu;

// A kernel that keeps rows by columns of accumulators in registers, compiled for each of their numbers.
internal interface IRegisterTile<TSelf>
    where TSelf : struct, IRegisterTile<TSelf>
{
    static abstract void Run<V, R, C>(ref TSelf tile)
        where V : unmanaged, ILanes<V>
        where R : struct, ICount
        where C : struct, ICount;
}

// Picks the kernel with as many rows and columns as there are: at most five by four.
internal static class RegisterTiles
{
    public static void Run<V, TTile>(ref TTile tile, int rows, int columns)
        where V : unmanaged, ILanes<V>
        where TTile : struct, IRegisterTile<TTile>
    {
        switch (columns)
        {
            case 1: Run<V, TTile, Count1>(ref tile, rows); break;
            case 2: Run<V, TTile, Count2>(ref tile, rows); break;
            case 3: Run<V, TTile, Count3>(ref tile, rows); break;
            default: Run<V, TTile, Count4>(ref tile, rows); break;
        }
    }

    private static void Run<V, TTile, C>(ref TTile tile, int rows)
        where V : unmanaged, ILanes<V>
        where TTile : struct, IRegisterTile<TTile>
        where C : struct, ICount
    {
        switch (rows)
        {
            case 1: TTile.Run<V, Count1, C>(ref tile); break;
            case 2: TTile.Run<V, Count2, C>(ref tile); break;
            case 3: TTile.Run<V, Count3, C>(ref tile); break;
            case 4: TTile.Run<V, Count4, C>(ref tile); break;
            default: TTile.Run<V, Count5, C>(ref tile); break;
        }
    }
}
