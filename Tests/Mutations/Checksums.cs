using System.Buffers.Binary;
using System.IO.Compression;
using StnEngine.Tests.Datasets.Png;

namespace StnEngine.Tests.Mutations;

/// <summary>Puts checksums right in files whose other bytes were changed. What cannot even be unpacked stays as it is.</summary>
internal static class Checksums
{
    private const int GzipHead = 10, GzipEnd = 8, CentralSum = 16;

    /// <summary>The two numbers at the end of a gzip file.</summary>
    public static byte[] OfGzip(byte[] file)
    {
        if (file.Length > GzipHead + GzipEnd && Inflated(new DeflateStream(new MemoryStream(file[GzipHead..^GzipEnd]), CompressionMode.Decompress)) is { } content)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan()[^GzipEnd..], PngFormat.Crc(content));
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan()[^(GzipEnd / 2)..], (uint)content.Length);
        }

        return file;
    }

    /// <summary>Those in the directory of a zip.</summary>
    public static byte[] OfZip(byte[] file)
    {
        int at = 0;
        foreach (byte[]? content in Entries(file))
        {
            int found = file.AsSpan(at).IndexOf("PK\u0001\u0002"u8);
            if (found < 0 || at + found + CentralSum + sizeof(uint) > file.Length)
            {
                break;
            }

            at += found + CentralSum;
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), content is null ? 0 : PngFormat.Crc(content));
        }

        return file;
    }

    private static List<byte[]?> Entries(byte[] file)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file));
            return [.. archive.Entries.Select(entry => Inflated(entry.Open))];
        }
        catch (Exception)
        {
            return [];
        }
    }

    private static byte[]? Inflated(Stream stream) => Inflated(() => stream);

    private static byte[]? Inflated(Func<Stream> open)
    {
        try
        {
            using Stream stream = open();
            using var content = new MemoryStream();
            stream.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception)
        {
            return null;
        }
    }
}
