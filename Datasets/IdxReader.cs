using System.Buffers.Binary;
using System.IO.Compression;

namespace StnEngine.Datasets;

/// <summary>Reads the IDX format of MNIST: two zero bytes, a type, a rank, big-endian extents, then the values.</summary>
/// <remarks>Only unsigned bytes (type 0x08). Whether a file is gzip is decided by its first two bytes, never by its name.</remarks>
public static class IdxReader
{
    private const int UnsignedByte = 0x08;

    // Deflate turns one byte into at most 1032: an extent that wants more is refused before anything is allocated.
    private const long MostExpansion = 1032;

    // Images shrink to a fifth, not to a thousandth: small files may grow to this, larger ones by this factor.
    private const long MostInflated = 1 << 27, UsualExpansion = 16;

    /// <summary>Reads one file completely.</summary>
    /// <exception cref="DatasetException">
    /// The file is missing, unreadable, of another format, or longer or shorter than its extents say.
    /// </exception>
    public static IdxArray Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using FileStream file = File.OpenRead(path);
            bool zipped = IsGzip(file);
            using Stream stream = zipped ? new GZipStream(file, CompressionMode.Decompress) : new BufferedStream(file);
            return Parse(path, stream, file.Length, zipped);
        }
        catch (InvalidDataException error)
        {
            throw new DatasetException(path, $"the gzip data is damaged ({error.Message}).", "Fetch the file again.", error);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DatasetException(path, "the file is not there.", "Put it there, or name another data folder.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new DatasetException(path, $"the file cannot be read ({error.Message}).", "Check its permissions.", error);
        }
    }

    private static bool IsGzip(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        int read = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
    }

    private static IdxArray Parse(string path, Stream stream, long fileBytes, bool zipped)
    {
        int[] shape = new int[ReadRank(path, stream)];
        long size = ReadShape(path, stream, shape);
        if (size > fileBytes * (zipped ? MostExpansion : 1))
        {
            throw WrongLength(path, shape, size, "the file is far shorter");
        }
        if (zipped && size > MostInflated + (fileBytes * UsualExpansion))
        {
            throw new DatasetException(
                path, $"its {fileBytes} bytes want to become {size}, more than images do.", $"If it is what you mean, unpack it: gunzip {Path.GetFileName(path)}.");
        }
        byte[] values = new byte[size];
        int read = stream.ReadAtLeast(values, values.Length, throwOnEndOfStream: false);
        if (read < values.Length)
        {
            throw WrongLength(path, shape, size, $"the file ends after {read}");
        }
        if (stream.ReadByte() >= 0)
        {
            throw WrongLength(path, shape, size, "the file has more");
        }
        return new IdxArray(shape, values);
    }

    private static int ReadRank(string path, Stream stream)
    {
        Span<byte> magic = stackalloc byte[4];
        ReadHeader(path, stream, magic);
        if (magic[0] != 0 || magic[1] != 0 || magic[2] != UnsignedByte || magic[3] == 0)
        {
            throw new DatasetException(
                path,
                $"starts with {Convert.ToHexString(magic)}, but an IDX file of bytes starts with 000008 and its rank.",
                "Give a file in the MNIST format (IDX, unsigned bytes).");
        }
        return magic[3];
    }

    private static long ReadShape(string path, Stream stream, int[] shape)
    {
        Span<byte> extents = stackalloc byte[sizeof(uint) * shape.Length];
        ReadHeader(path, stream, extents);
        long size = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            uint extent = BinaryPrimitives.ReadUInt32BigEndian(extents[(sizeof(uint) * i)..]);
            size = extent <= Array.MaxLength ? size * extent : long.MaxValue;
            if (size > Array.MaxLength)
            {
                throw new DatasetException(
                    path,
                    $"extent {i} is {extent}, which makes more than {Array.MaxLength} values.",
                    "The header is damaged: fetch the file again.");
            }
            shape[i] = (int)extent;
        }
        return size;
    }

    private static void ReadHeader(string path, Stream stream, Span<byte> header)
    {
        int read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read < header.Length)
        {
            throw new DatasetException(
                path, $"ends within its header ({read} bytes where {header.Length} were wanted).", "Fetch the file again.");
        }
    }

    private static DatasetException WrongLength(string path, int[] shape, long size, string given)
        => new(path, $"its extents {string.Join('x', shape)} want {size} values, but {given}.", "Fetch the file again.");
}
