namespace StnEngine.Tests.Datasets.Png;

/// <summary>The specification's tables and formulas as it prints them, for tests that share nothing with the code under test.</summary>
internal static class PngFormat
{
    public static readonly byte[] Signature = [137, 80, 78, 71, 13, 10, 26, 10];

    // To which pass a pixel of each 8x8 square belongs.
    private static readonly string[] Passes =
    [
        "16462646",
        "77777777",
        "56565656",
        "77777777",
        "36463646",
        "77777777",
        "56565656",
        "77777777",
    ];

    /// <summary>Every colour type with each of its bit depths.</summary>
    public static readonly (int Type, int Depth)[] Kinds =
    [
        (0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8), (6, 16),
    ];

    public static int Samples(int type) => type switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>The pixels of each row of each pass, in the order of the file; an empty row is left out.</summary>
    public static List<(int[] Xs, int Y, bool First)> Rows(int height, int width, bool interlaced)
    {
        List<(int[] Xs, int Y, bool First)> rows = [];
        foreach (char pass in interlaced ? "1234567" : "1")
        {
            bool first = true;
            for (int y = 0; y < height; y++)
            {
                int[] xs = [.. Enumerable.Range(0, width).Where(x => !interlaced || Passes[y % 8][x % 8] == pass)];
                if (xs.Length > 0)
                {
                    rows.Add((xs, y, first));
                    first = false;
                }
            }
        }
        return rows;
    }

    public static int Guess(int filter, int a, int b, int c)
    {
        int p = a + b - c;
        (int pa, int pb, int pc) = (Math.Abs(p - a), Math.Abs(p - b), Math.Abs(p - c));
        int paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
        return new[] { 0, a, b, (a + b) / 2, paeth }[filter];
    }

    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((((crc ^ ((uint)value >> bit)) & 1) == 1) ? 0xEDB88320 : 0);
            }
        }
        return ~crc;
    }
}
