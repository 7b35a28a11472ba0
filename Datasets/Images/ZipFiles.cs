using System.Collections.Concurrent;
using System.IO.Compression;
using StnEngine.Datasets.Png;

namespace StnEngine.Datasets.Images;

/// <summary>Files in one folder of a zip. Paths from the archive are compared, never used.</summary>
/// <remarks>A <see cref="ZipArchive"/> serves one thread, so as many are open as threads read at once.</remarks>
/// <param name="path">The zip.</param>
/// <param name="folder">Its folder in which names begin, with a slash at the end; empty for the top.</param>
internal sealed class ZipFiles(string path, string folder = "") : FileSource
{
    // Deflate turns one byte into at most 1032: an entry that claims more is refused before anything is allocated.
    private const long MostExpansion = 1032;

    private readonly ConcurrentBag<ZipArchive> _idle = [];

    public override string PathOf(string name) => Path.Combine(path, folder + name);

    public override bool Has(string name) => Use(name, archive => archive.GetEntry(folder + name) is not null);

    public override byte[] Read(string name, int most = MostBytes) => Use(name, archive =>
    {
        ZipArchiveEntry entry = archive.GetEntry(folder + name) ?? throw Missing(PathOf(name));
        if (entry.Length > most)
        {
            throw TooLong(PathOf(name), entry.Length, most);
        }
        if (entry.Length / MostExpansion > entry.CompressedLength)
        {
            throw new DatasetException(
                PathOf(name), $"wants {entry.Length} bytes, more than its {entry.CompressedLength} compressed ones can hold.", "Fetch the zip again.");
        }
        // Before memory is taken: it finds out whether the compressed bytes are in the zip.
        using Stream stream = entry.Open();
        byte[] content = new byte[entry.Length];
        int read = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return read != content.Length ? throw Short(PathOf(name), read, content.Length)
            : Crc32.Of(content, []) is var sum && sum != entry.Crc32 ? throw new DatasetException(
                PathOf(name), $"has the checksum {sum:X8} where the zip says {entry.Crc32:X8}.", "The zip is damaged: fetch it again.")
            : content;
    });

    public override void Dispose()
    {
        while (_idle.TryTake(out ZipArchive? archive))
        {
            archive.Dispose();
        }
    }

    private T Use<T>(string name, Func<ZipArchive, T> use)
    {
        ZipArchive? archive = null;
        try
        {
            archive = _idle.TryTake(out ZipArchive? free) ? free : ZipFile.OpenRead(path);
            return use(archive);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Missing(path, error);
        }
        catch (InvalidDataException error)
        {
            string where = archive is null ? path : PathOf(name);
            throw new DatasetException(where, $"the zip is damaged ({error.Message}).", "Fetch it again.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, error);
        }
        finally
        {
            if (archive is not null)
            {
                _idle.Add(archive);
            }
        }
    }
}
