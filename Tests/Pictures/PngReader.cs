using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Xunit;

namespace StnEngine.Tests.Pictures;

/// <summary>Reads 8-bit RGB PNG by the book and insists on what the specification demands.</summary>
internal sealed class PngReader
{
    private const int PixelBytes = 3;

    private readonly List<byte> _data = [];

    private PngReader(ReadOnlySpan<byte> file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8].ToArray());
        string type = "";
        for (int position = 8; position < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file[position..]);
            ReadOnlySpan<byte> typed = file.Slice(position + 4, 4 + length);
            Assert.Equal(Crc(typed), BinaryPrimitives.ReadUInt32BigEndian(file[(position + 8 + length)..]));
            type = Encoding.ASCII.GetString(typed[..4]);
            ReadChunk(type, typed[4..]);
            position += 12 + length;
        }
        Assert.Equal("IEND", type);
        Rgb = Unfilter();
    }

    public int Width { get; private set; }

    public int Height { get; private set; }

    public byte[] Rgb { get; }

    /// <summary>The filter numbers that came up.</summary>
    public HashSet<int> Filters { get; } = [];

    public static PngReader Read(byte[] file) => new(file);

    private void ReadChunk(string type, ReadOnlySpan<byte> content)
    {
        switch (type)
        {
            case "IHDR":
                (Width, Height) = (BinaryPrimitives.ReadInt32BigEndian(content), BinaryPrimitives.ReadInt32BigEndian(content[4..]));
                Assert.Equal([8, 2, 0, 0, 0], content[8..].ToArray());
                break;
            case "IDAT":
                _data.AddRange(content);
                break;
        }
    }

    private byte[] Unfilter()
    {
        using MemoryStream data = new([.. _data]);
        using ZLibStream zlib = new(data, CompressionMode.Decompress);
        int stride = PixelBytes * Width;
        byte[] rgb = new byte[stride * Height];
        for (int y = 0; y < Height; y++)
        {
            int filter = zlib.ReadByte();
            Filters.Add(filter);
            zlib.ReadExactly(rgb, y * stride, stride);
            for (int i = y * stride; i < (y + 1) * stride; i++)
            {
                int left = i % stride < PixelBytes ? 0 : rgb[i - PixelBytes];
                int above = y == 0 ? 0 : rgb[i - stride];
                int aboveLeft = y == 0 || i % stride < PixelBytes ? 0 : rgb[i - stride - PixelBytes];
                rgb[i] += (byte)Guess(filter, left, above, aboveLeft);
            }
        }
        Assert.Equal(-1, zlib.ReadByte());
        return rgb;
    }

    // The specification's own wording, predictor first.
    private static int Guess(int filter, int a, int b, int c)
    {
        int p = a + b - c;
        (int pa, int pb, int pc) = (Math.Abs(p - a), Math.Abs(p - b), Math.Abs(p - c));
        int paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
        return new[] { 0, a, b, (a + b) / 2, paeth }[filter];
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
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
