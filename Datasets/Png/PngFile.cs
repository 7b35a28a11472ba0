using System.Buffers;

namespace StnEngine.Datasets.Png;

/// <summary>The chunks of a PNG file that make its picture, still compressed. Chunks that a picture can do without are passed over.</summary>
internal sealed class PngFile
{
    // Deflate turns one byte into at most 1032: a header that wants more is refused before anything is allocated.
    private const long MostExpansion = 1032;
    private const int ColourBytes = 3;

    private readonly PngFault _fault;
    private readonly ArrayBufferWriter<byte> _data;
    private bool _dataIsOver;

    // The data are a part of the file: they are copied once, into memory that need not grow.
    private PngFile(PngFault fault, PngHeader header, int fileBytes) => (_fault, Header, _data) = (fault, header, new ArrayBufferWriter<byte>(fileBytes));

    public PngHeader Header { get; }

    /// <summary>Red, green and blue of each colour of the palette; empty without one.</summary>
    public ReadOnlyMemory<byte> Palette { get; private set; }

    /// <summary>What the file says of transparency; empty if nothing.</summary>
    public ReadOnlyMemory<byte> Transparency { get; private set; }

    /// <summary>The compressed rows, from all chunks that hold some.</summary>
    public ReadOnlyMemory<byte> Data => _data.WrittenMemory;

    /// <summary>Where the first of those chunks has its content; 0 before there is one.</summary>
    public int DataOffset { get; private set; }

    /// <exception cref="DatasetException">A chunk is damaged, missing, out of place or unknown.</exception>
    public static PngFile Parse(PngFault fault, ReadOnlyMemory<byte> content, int mostPixels)
    {
        PngChunks chunks = new(fault, content);
        PngFile file = new(fault, PngHeaderParser.Parse(fault, chunks.Next(), mostPixels), content.Length);
        PngChunk chunk;
        do
        {
            chunk = chunks.Next();
            file.Take(chunk);
        }
        while (chunk.Type != PngChunk.End);
        chunks.End();
        return file;
    }

    private void Take(PngChunk chunk)
    {
        _dataIsOver |= DataOffset > 0 && chunk.Type != PngChunk.ImageData;
        switch (chunk.Type)
        {
            case PngChunk.Palette:
                TakePalette(chunk);
                break;
            case PngChunk.Transparency:
                TakeTransparency(chunk);
                break;
            case PngChunk.ImageData:
                TakeData(chunk);
                break;
            case PngChunk.End:
                CheckEnd(chunk);
                break;
            default:
                Require(chunk.Type != PngChunk.Header, chunk, "which comes once, at the start.");
                Require(!chunk.IsCritical, chunk, "which is unknown, and without which the picture cannot be understood.");
                break;
        }
    }

    private void TakePalette(PngChunk chunk)
    {
        Require(!Header.IsGrey, chunk, $"where a picture of colour type {Header.ColourType} has none.");
        Require(Palette.IsEmpty, chunk, "which comes once.");
        Require(DataOffset == 0 && Transparency.IsEmpty, chunk, $"which comes before {PngChunk.Transparency} and {PngChunk.ImageData}.");
        int most = Header.ColourType == PngColourType.Palette ? 1 << Header.BitDepth : 256;
        int colours = chunk.Content.Length / ColourBytes;
        Require(
            chunk.Content.Length % ColourBytes == 0 && colours >= 1 && colours <= most,
            chunk,
            $"with {chunk.Content.Length} bytes where 1 to {most} colours of {ColourBytes} were wanted.");
        Palette = chunk.Content;
    }

    private void TakeTransparency(PngChunk chunk)
    {
        Require(!Header.HasAlpha, chunk, $"where a picture of colour type {Header.ColourType} has none.");
        Require(Transparency.IsEmpty, chunk, "which comes once.");
        bool hasPalette = Header.ColourType == PngColourType.Palette;
        Require(DataOffset == 0 && (!hasPalette || !Palette.IsEmpty), chunk, $"which comes after {PngChunk.Palette} and before {PngChunk.ImageData}.");
        (int least, int most) = hasPalette ? (1, Palette.Length / ColourBytes) : (2 * Header.Samples, 2 * Header.Samples);
        Require(
            chunk.Content.Length >= least && chunk.Content.Length <= most,
            chunk,
            $"with {chunk.Content.Length} bytes where {(least == most ? $"{most}" : $"{least} to {most}")} were wanted.");
        Transparency = chunk.Content;
    }

    private void TakeData(PngChunk chunk)
    {
        Require(Header.ColourType != PngColourType.Palette || !Palette.IsEmpty, chunk, $"where the palette ({PngChunk.Palette}) was wanted first.");
        Require(!_dataIsOver, chunk, $"where others of its kind ended before: all {PngChunk.ImageData} follow each other.");
        DataOffset = DataOffset > 0 ? DataOffset : chunk.Offset;
        _data.Write(chunk.Content.Span);
    }

    private void CheckEnd(PngChunk chunk)
    {
        Require(DataOffset > 0, chunk, $"where the picture's data ({PngChunk.ImageData}) were wanted first.");
        Require(chunk.Content.IsEmpty, chunk, $"with {chunk.Content.Length} bytes where none were wanted.");
        long most = _data.WrittenCount * MostExpansion;
        if (Header.DataBytes > most)
        {
            throw _fault.Damaged(
                DataOffset,
                $"are {_data.WrittenCount} bytes of picture data, which make at most {most} where {Header.Width}x{Header.Height} pixels want {Header.DataBytes}.");
        }
    }

    private void Require(bool holds, PngChunk chunk, string problem)
    {
        if (!holds)
        {
            throw _fault.Illegal(chunk.Offset - (2 * PngChunk.FieldBytes), $"is the chunk {chunk.Type}, {problem}");
        }
    }
}
