using System.IO.Compression;

namespace StnEngine.Tests.Mutations;

/// <summary>Makes zips in memory.</summary>
internal static class ZipBytes
{
    public static byte[] Of(params (string Name, byte[] Content, bool Compressed)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content, bool compressed) in entries)
            {
                using Stream entry = archive.CreateEntry(name, compressed ? CompressionLevel.Optimal : CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }
}
