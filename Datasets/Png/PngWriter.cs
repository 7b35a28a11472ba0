using System.Buffers.Binary;
using System.IO.Compression;
using StnEngine.Datasets.Images;

namespace StnEngine.Datasets.Png;

/// <summary>Writes PNG files of every kind; see the PNG specification, https://www.w3.org/TR/png-3/.</summary>
public static class PngWriter
{
    /// <summary>Writes a file of 8-bit grey or RGB, as <see cref="Write(string, PngPicture)"/> does.</summary>
    /// <exception cref="ArgumentException">The image's parts contradict each other.</exception>
    /// <exception cref="IOException">The file cannot be written; its folder must exist.</exception>
    public static void Write(string path, ByteImage image) => Write(path, PngPicture.Of(image));

    /// <summary>Writes a file whole or not at all: beside its place, flushed to disk, then renamed over what was there.</summary>
    /// <exception cref="ArgumentException">The picture's parts contradict each other.</exception>
    /// <exception cref="IOException">The file cannot be written; its folder must exist.</exception>
    public static void Write(string path, PngPicture picture) => WholeFile.Write(path, stream => Write(stream, picture));

    /// <summary>Writes the file's content to a stream.</summary>
    /// <exception cref="ArgumentException">The picture's parts contradict each other.</exception>
    public static void Write(Stream stream, PngPicture picture)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(picture);
        picture.Check();
        stream.Write(PngChunk.Signature);
        PngChunk.Write(stream, PngChunk.Header, HeaderOf(picture.Header));
        WriteUnlessEmpty(stream, PngChunk.Palette, picture.Palette);
        WriteUnlessEmpty(stream, PngChunk.Transparency, picture.Transparency);
        PngChunk.Write(stream, PngChunk.ImageData, Compress(picture));
        PngChunk.Write(stream, PngChunk.End, []);
    }

    // The zeros: deflate, the five filters.
    internal static byte[] HeaderOf(PngHeader header)
    {
        byte[] content = new byte[PngChunk.HeaderBytes];
        BinaryPrimitives.WriteInt32BigEndian(content, header.Width);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), header.Height);
        (content[8], content[9], content[12]) = ((byte)header.BitDepth, (byte)header.ColourType, header.Interlaced ? (byte)1 : (byte)0);
        return content;
    }

    private static void WriteUnlessEmpty(Stream stream, string type, ReadOnlyMemory<byte> content)
    {
        if (!content.IsEmpty)
        {
            PngChunk.Write(stream, type, content.Span);
        }
    }

    /// <summary>The rows of a picture that was checked, filtered and compressed.</summary>
    internal static ReadOnlySpan<byte> Compress(PngPicture picture)
    {
        MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            foreach (PngPass pass in picture.Header.Passes)
            {
                WritePass(zlib, picture, pass);
            }
        }
        return compressed.GetBuffer().AsSpan(0, (int)compressed.Position);
    }

    private static void WritePass(ZLibStream zlib, PngPicture picture, PngPass pass)
    {
        int width = pass.WidthOf(picture.Header.Width);
        (int stride, int rowBytes) = ((int)picture.Header.RowBytes(picture.Header.Width), (int)picture.Header.RowBytes(width));
        PngFilterChoice filter = new(picture.Header, rowBytes);
        byte[] picked = new byte[rowBytes];
        for (int y = pass.Y; width > 0 && y < picture.Header.Height; y += pass.StepY)
        {
            ReadOnlySpan<byte> row = picture.Rows.Span.Slice(y * stride, stride);
            zlib.Write(filter.Next(pass.StepX == 1 ? row : Pick(row, picture.Header, pass, picked)));
        }
    }

    private static byte[] Pick(ReadOnlySpan<byte> row, PngHeader header, PngPass pass, byte[] picked)
    {
        Array.Clear(picked);
        int samples = header.Samples;
        for (int x = pass.X, i = 0; x < header.Width; x += pass.StepX)
        {
            for (int s = 0; s < samples; s++, i++)
            {
                PngSamples.Set(picked, header.BitDepth, i, PngSamples.Get(row, header.BitDepth, (x * samples) + s));
            }
        }
        return picked;
    }
}
