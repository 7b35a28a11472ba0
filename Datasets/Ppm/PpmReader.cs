using StnEngine.Datasets.Images;

namespace StnEngine.Datasets.Ppm;

/// <summary>Reads binary PPM files: <c>P6</c>, width, height and 255 as text, one white-space character, then red, green, blue of each pixel.</summary>
/// <remarks>A header may hold comments, from a <c>#</c> to the end of the line. One image a file; 8 bits a channel only.</remarks>
public static class PpmReader
{
    private const int Channels = 3;
    private const int Largest = 255;

    private const int LargestOfFormat = 65_535;
    private const int MostShown = 16;

    /// <summary>Reads one file completely.</summary>
    /// <exception cref="DatasetException">
    /// The file is missing, unreadable, of another format, or longer or shorter than its extents say.
    /// </exception>
    public static ByteImage Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(path, FolderFiles.ReadFile(path));
    }

    /// <summary>Reads a file's content. The pixels are not copied.</summary>
    internal static ByteImage Parse(string path, ReadOnlyMemory<byte> content)
    {
        Header header = new(path, content.Span);
        header.ReadMagic();
        (int width, int height) = (header.ReadNumber("width", ByteImage.MostExtent), header.ReadNumber("height", ByteImage.MostExtent));
        int largest = header.ReadNumber("largest value", LargestOfFormat);
        if (largest != Largest)
        {
            throw Unfit(path, $"its largest value is {largest} where {Largest} was wanted.");
        }
        ReadOnlyMemory<byte> pixels = content[header.EndAfterWhiteSpace()..];
        long wanted = (long)height * width * Channels;
        if (wanted != pixels.Length)
        {
            throw new DatasetException(
                path, $"its extents {width}x{height} want {wanted} bytes of pixels, but the file has {pixels.Length}.", "Fetch the file again.");
        }
        return new ByteImage(height, width, Channels, pixels);
    }

    private static DatasetException Unfit(string path, string problem)
        => new(path, problem, "Give a binary PPM file (P6) with 8 bits a channel.");

    /// <summary>Walks through the text before the pixels.</summary>
    private ref struct Header(string path, ReadOnlySpan<byte> content)
    {
        private readonly string _path = path;
        private readonly ReadOnlySpan<byte> _content = content;
        private int _position;

        public void ReadMagic()
        {
            ReadOnlySpan<byte> magic = _content[..Math.Min(2, _content.Length)];
            if (!magic.SequenceEqual("P6"u8))
            {
                throw Unfit(_path, $"starts with {Shown(magic)}, but a binary PPM file starts with {Shown("P6"u8)} (P6).");
            }
            _position = magic.Length;
        }

        public int ReadNumber(string what, int most)
        {
            int before = _position;
            SkipSpaceAndComments();
            int start = _position;
            int value = 0;
            while (IsDigit(Next()) && value <= most)
            {
                value = (value * 10) + (_content[_position++] - '0');
            }
            // The space before it is part of the number: without any, this is the rest of another word.
            bool separate = start > before;
            return separate && _position > start && value > 0 && value <= most
                ? value
                : throw Unfit(
                    _path, $"its header has {Shown(_content[start..(_position + 1)])} where the {what} was wanted: white space and a number from 1 to {most}.");
        }

        /// <summary>Where the pixels start: exactly one white-space character after the header, since a pixel may look like another.</summary>
        public readonly int EndAfterWhiteSpace() => IsWhiteSpace(Next())
            ? _position + 1
            : throw Unfit(_path, $"its header ends in {Shown(_content.Slice(_position, 1))} where a white-space character was wanted.");

        private void SkipSpaceAndComments()
        {
            while (IsWhiteSpace(Next()) || Next() == '#')
            {
                if (_content[_position++] == '#')
                {
                    int end = _content[_position..].IndexOfAny((byte)'\n', (byte)'\r');
                    _position = end < 0 ? _content.Length : _position + end;
                }
            }
        }

        private readonly byte Next() => _position < _content.Length
            ? _content[_position]
            : throw new DatasetException(_path, $"ends within its header, after {_content.Length} bytes.", "Fetch the file again.");

        private static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';

        private static bool IsWhiteSpace(byte value) => value is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');

        private static string Shown(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? "nothing"
            : bytes.Length <= MostShown ? Convert.ToHexString(bytes)
            : Convert.ToHexString(bytes[..MostShown]) + "...";
    }
}
