namespace StnEngine.Datasets.Png;

/// <summary>The checksum of PNG chunks: polynomial 0xEDB88320 with the lowest bit first, started and ended by inverting all bits.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Shift((uint)value))];

    /// <summary>The checksum of two stretches one after the other.</summary>
    public static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => ~Add(Add(uint.MaxValue, first), second);

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        }
        return crc;
    }

    private static uint Shift(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ (value >> 1);
        }
        return value;
    }
}
