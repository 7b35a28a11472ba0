using System.Buffers.Binary;
using System.IO.Compression;

namespace StnEngine.Tests.Datasets;

/// <summary>A folder that is gone after the test, with a writer for IDX files in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("stn-engine-tests-").FullName;

    public static byte[] Idx(byte[] values, params uint[] extents)
    {
        byte[] file = new byte[4 + (4 * extents.Length) + values.Length];
        file[2] = 8;
        file[3] = (byte)extents.Length;
        for (int i = 0; i < extents.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4 + (4 * i)), extents[i]);
        }
        values.CopyTo(file, file.Length - values.Length);
        return file;
    }

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream target = new();
        using (GZipStream zip = new(target, CompressionLevel.Optimal))
        {
            zip.Write(content);
        }
        return target.ToArray();
    }

    public string Write(string name, byte[] content)
    {
        string path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
