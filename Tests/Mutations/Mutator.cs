using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace StnEngine.Tests.Mutations;

/// <summary>Breaks valid input as transfers, disks and attackers do. The same seed breaks it in the same way.</summary>
/// <param name="seed">Of this one mutation.</param>
/// <param name="words">Put in among others: what means something in a text.</param>
internal sealed class Mutator(int seed, params string[] words)
{
    private const int MostRun = 64, LongRun = 4096;

    // Where arithmetic turns over, and sizes that cannot be.
    private static readonly long[] Turns =
    [
        0, 1, 2, 3, 8, 16, 127, 128, 255, 256, 1024, 16_384, 32_767, 32_768, 65_535, 65_536, 1 << 24, 1 << 27, int.MaxValue - 1, int.MaxValue,
        (long)int.MaxValue + 1, uint.MaxValue - 1, uint.MaxValue, 1L << 32, 1L << 40, long.MaxValue - 1, long.MaxValue, long.MinValue, -1, -2, -128, -32_768,
    ];

    private readonly Random _random = new(seed);

    /// <summary>A number from 0 to below the limit, for choices of the case's own.</summary>
    public int Next(int limit) => _random.Next(limit);

    /// <summary>Changes a copy in one place, or in a few: after each there is one more as often as not.</summary>
    public byte[] Apply(ReadOnlySpan<byte> valid)
    {
        List<byte> bytes = [.. valid];
        do
        {
            Change(bytes);
        }
        while (Next(2) == 0);

        return [.. bytes];
    }

    /// <summary>The same for a text.</summary>
    public string Apply(string valid) => Encoding.UTF8.GetString(Apply(Encoding.UTF8.GetBytes(valid)));

    private void Change(List<byte> bytes)
    {
        int at = Next(bytes.Count + 1), length = Math.Min(1 + Next(MostRun), bytes.Count - at);
        Span<byte> rest = CollectionsMarshal.AsSpan(bytes)[at..];
        switch (Next(words.Length > 0 ? 16 : 10))
        {
            case 0 or 1 when length > 0:
                rest[0] ^= (byte)(1 << Next(8));
                break;
            case 2 when length > 0:
                rest[0] = (byte)Next(256);
                break;
            case 3:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 4:
                bytes.RemoveRange(at, length);
                break;
            case 5:
                bytes.InsertRange(Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 6:
                Swap(rest);
                break;
            case 7:
                bytes.InsertRange(at, Enumerable.Repeat((byte)Next(256), 1 + Next(Next(8) == 0 ? LongRun : MostRun)));
                break;
            case 8 or 9:
                Overwrite(bytes, at, Turn());
                break;
            case 10 or 11:
                bytes.InsertRange(at, Word());
                break;
            case >= 12:
                ReplaceWord(bytes, at);
                break;
        }
    }

    // A text is mostly words and numbers: another in the place of one leaves it a text of the same kind.
    private void ReplaceWord(List<byte> bytes, int at)
    {
        int from = at, to = at;
        while (from > 0 && IsOfWord(bytes[from - 1]))
        {
            from--;
        }

        while (to < bytes.Count && IsOfWord(bytes[to]))
        {
            to++;
        }

        bytes.RemoveRange(from, to - from);
        bytes.InsertRange(from, Word());

        static bool IsOfWord(byte letter) => char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'-' or (byte)'.' or (byte)'_';
    }

    // Two stretches of one length, one after the other.
    private void Swap(Span<byte> rest)
    {
        int length = Math.Min(1 + Next(MostRun), rest.Length / 2), second = length + Next((rest.Length - (2 * length)) + 1);
        for (int i = 0; i < length; i++)
        {
            (rest[i], rest[second + i]) = (rest[second + i], rest[i]);
        }
    }

    private byte[] Turn()
    {
        byte[] bytes = new byte[sizeof(long)];
        long value = Turns[Next(Turns.Length)] + Next(2);
        int width = 1 << Next(4);
        if (Next(2) == 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            return bytes[..width];
        }

        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes[^width..];
    }

    private byte[] Word() => Encoding.UTF8.GetBytes(Next(3) == 0
        ? Turns[Next(Turns.Length)].ToString(System.Globalization.CultureInfo.InvariantCulture)
        : words[Next(words.Length)]);

    private static void Overwrite(List<byte> bytes, int at, byte[] value)
    {
        bytes.RemoveRange(at, Math.Min(value.Length, bytes.Count - at));
        bytes.InsertRange(at, value);
    }
}
