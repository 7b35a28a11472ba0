namespace StnEngine.Datasets.Png;

/// <summary>Samples of a row of bytes: the first in the highest bits, those of 16 bits with the high byte first.</summary>
internal static class PngSamples
{
    public static int Get(ReadOnlySpan<byte> row, int bitDepth, int i) => bitDepth switch
    {
        8 => row[i],
        16 => (row[2 * i] << 8) | row[(2 * i) + 1],
        _ => (row[i * bitDepth / 8] >> Shift(bitDepth, i)) & ((1 << bitDepth) - 1),
    };

    /// <summary>Puts a sample where the row's bits are still zero.</summary>
    public static void Set(Span<byte> row, int bitDepth, int i, int value)
    {
        switch (bitDepth)
        {
            case 8:
                row[i] = (byte)value;
                break;
            case 16:
                (row[2 * i], row[(2 * i) + 1]) = ((byte)(value >> 8), (byte)value);
                break;
            default:
                row[i * bitDepth / 8] |= (byte)(value << Shift(bitDepth, i));
                break;
        }
    }

    private static int Shift(int bitDepth, int i) => 8 - bitDepth - (i * bitDepth % 8);
}
