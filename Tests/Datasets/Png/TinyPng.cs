using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using StnEngine.Datasets.Png;

namespace StnEngine.Tests.Datasets.Png;

/// <summary>A picture by its samples, and the PNG file of it, encoded by the book.</summary>
/// <param name="Type">The format's number of the colour type.</param>
/// <param name="Depth">Bits of a sample.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Samples"><c>[Height, Width, samples of a pixel]</c>.</param>
internal sealed record TinyPng(int Type, int Depth, int Height, int Width, int[] Samples)
{
    /// <summary>Filters each row by another filter in turn.</summary>
    public const int AllFilters = 5;

    public bool Interlaced { get; init; }

    public int Filter { get; init; }

    public int IdatBytes { get; init; } = int.MaxValue;

    public byte[] Palette { get; init; } = [];

    public byte[] Transparency { get; init; } = [];

    private int Most => (1 << Depth) - 1;

    private int PixelSamples => PngFormat.Samples(Type);

    /// <summary>Random samples; a palette of random colours, one short of what the bits can tell where that can be.</summary>
    public static TinyPng Noise(int type, int depth, int height, int width, int seed = 1)
    {
        Random random = new(seed);
        int values = 1 << depth;
        byte[] palette = new byte[type == 3 ? 3 * Math.Max(2, values - 1) : 0];
        random.NextBytes(palette);
        int most = type == 3 ? palette.Length / 3 : values;
        int[] samples = new int[height * width * PngFormat.Samples(type)];
        for (int i = 0; i < samples.Length; i++)
        {
            // The ends of the range come often.
            samples[i] = random.Next(5) switch { 0 => 0, 1 => most - 1, _ => random.Next(most) };
        }
        return new TinyPng(type, depth, height, width, samples) { Palette = palette };
    }

    public byte[] File() => File(Chunks());

    public static byte[] File(IEnumerable<(string Type, byte[] Content)> chunks)
        => [.. PngFormat.Signature, .. chunks.SelectMany(chunk => Chunk(chunk.Type, chunk.Content))];

    public static byte[] Chunk(string type, byte[] content)
    {
        byte[] typed = [.. Encoding.Latin1.GetBytes(type), .. content];
        return [.. BigEndian((uint)content.Length), .. typed, .. BigEndian(PngFormat.Crc(typed))];
    }

    public List<(string Type, byte[] Content)> Chunks() => ChunksWith(Zlib(Data()));

    /// <summary>The file's chunks with other picture data.</summary>
    public List<(string Type, byte[] Content)> ChunksWith(byte[] zlib)
    {
        List<(string Type, byte[] Content)> chunks = [("IHDR", Header())];
        if (Palette.Length > 0)
        {
            chunks.Add(("PLTE", Palette));
        }
        if (Transparency.Length > 0)
        {
            chunks.Add(("tRNS", Transparency));
        }
        chunks.AddRange(zlib.Chunk(IdatBytes).Select(part => ("IDAT", part)));
        chunks.Add(("IEND", []));
        return chunks;
    }

    public byte[] Header()
        => [.. BigEndian((uint)Width), .. BigEndian((uint)Height), (byte)Depth, (byte)Type, 0, 0, Interlaced ? (byte)1 : (byte)0];

    /// <summary>The rows with their filters, not yet compressed.</summary>
    public byte[] Data()
    {
        List<byte> data = [];
        int distance = Math.Max(1, PixelSamples * Depth / 8);
        byte[] above = [];
        int count = 0;
        foreach ((int[] xs, int y, bool first) in PngFormat.Rows(Height, Width, Interlaced))
        {
            byte[] row = Packed(xs, y);
            above = first ? new byte[row.Length] : above;
            int filter = Filter == AllFilters ? count++ % 5 : Filter;
            data.Add((byte)filter);
            for (int i = 0; i < row.Length; i++)
            {
                (int left, int aboveLeft) = i < distance ? (0, 0) : (row[i - distance], above[i - distance]);
                data.Add((byte)(row[i] - PngFormat.Guess(filter, left, above[i], aboveLeft)));
            }
            above = row;
        }
        return [.. data];
    }

    /// <summary>The samples as the writer takes them.</summary>
    public PngPicture Picture() => new(
        new PngHeader(Height, Width, (PngColourType)Type, Depth, Interlaced),
        Enumerable.Range(0, Height).SelectMany(y => Packed([.. Enumerable.Range(0, Width)], y)).ToArray())
    {
        Palette = Palette,
        Transparency = Transparency,
    };

    /// <summary>What a reader that lays it on black must give, <c>[Height, Width, 1 or 3]</c>.</summary>
    public byte[] OnBlack() => [.. Enumerable.Range(0, Height * Width).SelectMany(PixelOnBlack)];

    public static byte[] Zlib(byte[] data)
    {
        using MemoryStream target = new();
        using (ZLibStream zlib = new(target, CompressionLevel.Optimal))
        {
            zlib.Write(data);
        }
        return target.ToArray();
    }

    private IEnumerable<byte> PixelOnBlack(int pixel)
    {
        int[] samples = Samples[(pixel * PixelSamples)..((pixel + 1) * PixelSamples)];
        if (Type == 3)
        {
            double opacity = samples[0] < Transparency.Length ? Transparency[samples[0]] / 255.0 : 1;
            return Palette[(3 * samples[0])..((3 * samples[0]) + 3)].Select(value => (byte)Math.Round(value * opacity));
        }
        int[] clear = [.. Transparency.Chunk(2).Select(two => ((two[0] << 8) | two[1]) & Most)];
        double alpha = Type >= 4 ? samples[^1] / (double)Most : clear.Length > 0 && samples.SequenceEqual(clear) ? 0 : 1;
        return samples.Take(Type is 0 or 4 ? 1 : 3).Select(value => (byte)Math.Round(value / (double)Most * alpha * 255));
    }

    private byte[] Packed(int[] xs, int y)
    {
        List<int> bits = [];
        foreach (int sample in xs.SelectMany(x => Enumerable.Range(0, PixelSamples).Select(s => Samples[(((y * Width) + x) * PixelSamples) + s])))
        {
            for (int bit = Depth - 1; bit >= 0; bit--)
            {
                bits.Add((sample >> bit) & 1);
            }
        }
        return [.. bits.Chunk(8).Select(eight => (byte)eight.Select((bit, i) => bit << (7 - i)).Sum())];
    }

    private static byte[] BigEndian(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
