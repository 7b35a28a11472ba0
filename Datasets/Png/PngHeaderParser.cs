using System.Buffers.Binary;
using StnEngine.Datasets.Images;

namespace StnEngine.Datasets.Png;

/// <summary>Reads the first chunk of a PNG file.</summary>
internal static class PngHeaderParser
{
    // Above what cameras take, and less than a fifth of a gigabyte of result.
    internal const int MostPixels = 64_000_000;

    private const int WidthAt = 0;
    private const int HeightAt = 4;
    private const int DepthAt = 8;
    private const int TypeAt = 9;
    private const int CompressionAt = 10;
    private const int FilterAt = 11;
    private const int InterlaceAt = 12;

    /// <exception cref="DatasetException">The chunk is another, or it says what no PNG file may, or the picture is too large.</exception>
    public static PngHeader Parse(PngFault fault, PngChunk chunk, int mostPixels = MostPixels)
    {
        int start = chunk.Offset - (2 * PngChunk.FieldBytes);
        if (chunk.Type != PngChunk.Header)
        {
            throw fault.Illegal(start, $"is the chunk {chunk.Type} where {PngChunk.Header} was wanted, the first of every PNG file.");
        }
        if (chunk.Content.Length != PngChunk.HeaderBytes)
        {
            throw fault.Illegal(start, $"is the chunk {chunk.Type} with {chunk.Content.Length} bytes where {PngChunk.HeaderBytes} were wanted.");
        }
        (int width, int height) = (Extent(fault, chunk, WidthAt, "width"), Extent(fault, chunk, HeightAt, "height"));
        if ((long)width * height > mostPixels)
        {
            throw new DatasetException(
                fault.Path, $"at byte {chunk.Offset} the extents are {width}x{height} where at most {mostPixels} pixels were wanted.", "Make the picture smaller.");
        }
        RequireZero(fault, chunk, CompressionAt, "method of compression");
        RequireZero(fault, chunk, FilterAt, "set of filters");
        (PngColourType type, int depth) = Kind(fault, chunk);
        return new PngHeader(height, width, type, depth, Interlace(fault, chunk));
    }

    private static int Extent(PngFault fault, PngChunk chunk, int at, string what)
    {
        uint extent = BinaryPrimitives.ReadUInt32BigEndian(chunk.Content.Span[at..]);
        return extent is > 0 and <= ByteImage.MostExtent
            ? (int)extent
            : throw fault.Illegal(chunk.Offset + at, $"the {what} is {extent} where 1 to {ByteImage.MostExtent} was wanted.");
    }

    private static (PngColourType Type, int Depth) Kind(PngFault fault, PngChunk chunk)
    {
        (int depth, PngColourType type) = (chunk.Content.Span[DepthAt], (PngColourType)chunk.Content.Span[TypeAt]);
        ReadOnlySpan<int> depths = PngHeader.DepthsOf(type);
        if (depths.IsEmpty)
        {
            throw fault.Illegal(chunk.Offset + TypeAt, $"the colour type is {(int)type} where 0, 2, 3, 4 or 6 was wanted.");
        }
        return depths.Contains(depth)
            ? (type, depth)
            : throw fault.Illegal(
                chunk.Offset + DepthAt, $"a sample has {depth} bits where colour type {(int)type} ({type}) wants {string.Join(", ", depths.ToArray())}.");
    }

    private static void RequireZero(PngFault fault, PngChunk chunk, int at, string what)
    {
        if (chunk.Content.Span[at] != 0)
        {
            throw fault.Illegal(chunk.Offset + at, $"the {what} is {chunk.Content.Span[at]} where 0 was wanted, the only one there is.");
        }
    }

    private static bool Interlace(PngFault fault, PngChunk chunk) => chunk.Content.Span[InterlaceAt] switch
    {
        0 => false,
        1 => true,
        byte other => throw fault.Illegal(chunk.Offset + InterlaceAt, $"the interlace method is {other} where 0 (none) or 1 (Adam7) was wanted."),
    };
}
