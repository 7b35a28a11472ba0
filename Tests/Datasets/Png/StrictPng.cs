using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Xunit;

namespace StnEngine.Tests.Datasets.Png;

/// <summary>Reads what the writer wrote by the book, and insists on what the specification demands.</summary>
internal sealed class StrictPng
{
    private readonly List<byte> _data = [];

    private StrictPng(ReadOnlySpan<byte> file)
    {
        Assert.Equal(PngFormat.Signature, file[..8].ToArray());
        for (int position = 8; position < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file[position..]);
            ReadOnlySpan<byte> typed = file.Slice(position + 4, 4 + length);
            Assert.Equal(PngFormat.Crc(typed), BinaryPrimitives.ReadUInt32BigEndian(file[(position + 8 + length)..]));
            Types.Add(Encoding.ASCII.GetString(typed[..4]));
            ReadChunk(Types[^1], typed[4..].ToArray());
            position += 12 + length;
        }
        Samples = new int[Height * Width * PngFormat.Samples(Type)];
        Unfilter();
    }

    public int Width { get; private set; }

    public int Height { get; private set; }

    public int Depth { get; private set; }

    public int Type { get; private set; }

    public bool Interlaced { get; private set; }

    public byte[] Palette { get; private set; } = [];

    public byte[] Transparency { get; private set; } = [];

    /// <summary>The chunks' types, in their order.</summary>
    public List<string> Types { get; } = [];

    /// <summary><c>[Height, Width, samples of a pixel]</c>.</summary>
    public int[] Samples { get; }

    /// <summary>The filter numbers that came up.</summary>
    public HashSet<int> Filters { get; } = [];

    public static StrictPng Read(byte[] file) => new(file);

    private void ReadChunk(string type, byte[] content)
    {
        switch (type)
        {
            case "IHDR":
                (Width, Height) = (BinaryPrimitives.ReadInt32BigEndian(content), BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(4)));
                (Depth, Type, Interlaced) = (content[8], content[9], content[12] == 1);
                Assert.Equal([0, 0], content[10..12]);
                Assert.InRange(content[12], 0, 1);
                Assert.Equal(13, content.Length);
                break;
            case "PLTE":
                Palette = content;
                break;
            case "tRNS":
                Transparency = content;
                break;
            case "IDAT":
                _data.AddRange(content);
                break;
        }
    }

    private void Unfilter()
    {
        using MemoryStream data = new([.. _data]);
        using ZLibStream zlib = new(data, CompressionMode.Decompress);
        int bits = PngFormat.Samples(Type) * Depth;
        byte[] above = [];
        foreach ((int[] xs, int y, bool first) in PngFormat.Rows(Height, Width, Interlaced))
        {
            byte[] row = new byte[((xs.Length * bits) + 7) / 8];
            above = first ? new byte[row.Length] : above;
            int filter = zlib.ReadByte();
            Filters.Add(filter);
            zlib.ReadExactly(row);
            int distance = Math.Max(1, bits / 8);
            for (int i = 0; i < row.Length; i++)
            {
                (int left, int aboveLeft) = i < distance ? (0, 0) : (row[i - distance], above[i - distance]);
                row[i] += (byte)PngFormat.Guess(filter, left, above[i], aboveLeft);
            }
            Unpack(row, xs, y);
            above = row;
        }
        Assert.Equal(-1, zlib.ReadByte());
    }

    private void Unpack(byte[] row, int[] xs, int y)
    {
        int count = PngFormat.Samples(Type);
        for (int i = 0; i < xs.Length * count * Depth; i++)
        {
            int sample = i / Depth;
            int at = (((y * Width) + xs[sample / count]) * count) + (sample % count);
            Samples[at] = (Samples[at] << 1) | ((row[i / 8] >> (7 - (i % 8))) & 1);
        }
    }
}
