using System.Buffers.Binary;
using System.IO.Compression;

namespace Stn.Pictures;

/// <summary>Writes pictures as PNG files of 8-bit RGB; see the PNG specification, https://www.w3.org/TR/png-3/.</summary>
internal static class PngWriter
{
    private const byte BitDepth = 8;
    private const byte ColourTypeRgb = 2;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>Writes a file whole or not at all: beside its place, flushed to disk, then renamed over what was there.</summary>
    /// <exception cref="IOException">The file cannot be written; its folder must exist.</exception>
    public static void Write(string path, Picture picture)
    {
        string temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                Write(stream, picture);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes the file's content to a stream.</summary>
    public static void Write(Stream stream, Picture picture)
    {
        stream.Write(Signature);
        WriteChunk(stream, "IHDR"u8, Header(picture));
        WriteChunk(stream, "IDAT"u8, Compress(picture));
        WriteChunk(stream, "IEND"u8, []);
    }

    // The three zeros behind the colour type: deflate, the five filters, no interlacing.
    private static byte[] Header(Picture picture)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), picture.Height);
        (header[8], header[9]) = (BitDepth, ColourTypeRgb);
        return header;
    }

    private static ReadOnlySpan<byte> Compress(Picture picture)
    {
        MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            int stride = Picture.PixelBytes * picture.Width;
            PngFilter filter = new(stride, Picture.PixelBytes);
            for (int y = 0; y < picture.Height; y++)
            {
                zlib.Write(filter.Next(picture.Rgb.AsSpan(y * stride, stride)));
            }
        }
        return compressed.GetBuffer().AsSpan(0, (int)compressed.Position);
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(type, data));
        stream.Write(number);
    }
}
