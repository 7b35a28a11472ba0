using System.Buffers.Binary;
using System.Text;

namespace StnEngine.Datasets.Png;

/// <summary>A part of a PNG file: a length, a type of four letters, the content, and a checksum of type and content.</summary>
/// <param name="Type">Four letters; the first is a capital if the picture cannot be understood without the chunk.</param>
/// <param name="Content">What the chunk holds.</param>
/// <param name="Offset">Where the content begins in the file.</param>
internal readonly record struct PngChunk(string Type, ReadOnlyMemory<byte> Content, int Offset)
{
    public const string Header = "IHDR";
    public const string Palette = "PLTE";
    public const string Transparency = "tRNS";
    public const string ImageData = "IDAT";
    public const string End = "IEND";
    public const string AnimationControl = "acTL";
    public const string FrameControl = "fcTL";
    public const string FrameData = "fdAT";

    public const int HeaderBytes = 13;

    /// <summary>Bytes of a length, a type or a checksum.</summary>
    public const int FieldBytes = 4;

    /// <summary>What every file begins with; it shows where a transfer changed line ends or cut the eighth bit.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    public bool IsCritical => char.IsAsciiLetterUpper(Type[0]);

    /// <summary>Writes a chunk behind what the stream holds.</summary>
    public static void Write(Stream stream, string type, ReadOnlySpan<byte> content)
    {
        Span<byte> field = stackalloc byte[FieldBytes];
        BinaryPrimitives.WriteInt32BigEndian(field, content.Length);
        stream.Write(field);
        Encoding.ASCII.GetBytes(type, field);
        stream.Write(field);
        stream.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(field, Crc32.Of(field, content));
        stream.Write(field);
    }
}
