namespace StnEngine.Kernels;

/// <summary>Random numbers as a function of a counter and a key: the same on every device, in any order.</summary>
/// <remarks>Philox4x32-10 of Salmon, Moraes, Dror and Shaw, <em>Parallel Random Numbers: As Easy as 1, 2, 3</em> (2011).</remarks>
public static class Philox
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint KeyStep0 = 0x9E3779B9;
    private const uint KeyStep1 = 0xBB67AE85;

    /// <summary>Four independent numbers, uniform over 32 bits.</summary>
    /// <param name="c0">Counter, word 0.</param>
    /// <param name="c1">Counter, word 1.</param>
    /// <param name="c2">Counter, word 2.</param>
    /// <param name="c3">Counter, word 3.</param>
    /// <param name="key">Which stream.</param>
    /// <returns>Four words.</returns>
    public static (uint X0, uint X1, uint X2, uint X3) Next(uint c0, uint c1, uint c2, uint c3, ulong key)
    {
        uint k0 = (uint)key;
        uint k1 = (uint)(key >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0;
            ulong product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> 32) ^ c1 ^ k0;
            c2 = (uint)(product0 >> 32) ^ c3 ^ k1;
            c1 = (uint)product1;
            c3 = (uint)product0;
            k0 += KeyStep0;
            k1 += KeyStep1;
        }

        return (c0, c1, c2, c3);
    }
}
