using Microsoft.Win32.SafeHandles;

namespace StnEngine.Datasets.Images;

/// <summary>Files in a folder and its subfolders.</summary>
internal sealed class FolderFiles(string folder) : FileSource
{
    public override string PathOf(string name) => Path.Combine(folder, name);

    public override bool Has(string name) => File.Exists(PathOf(name));

    public override byte[] Read(string name, int most = MostBytes) => ReadFile(PathOf(name), most);

    public override void Dispose()
    {
    }

    /// <summary>The whole content of one file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">A longer one is refused unread.</param>
    /// <exception cref="DatasetException">The file is missing, unreadable or absurdly long.</exception>
    public static byte[] ReadFile(string path, int most = MostBytes)
    {
        try
        {
            // A handle, not a stream: most of these files are a few kilobytes, and there are tens of thousands.
            using SafeFileHandle file = File.OpenHandle(path);
            long length = RandomAccess.GetLength(file);
            if (length > most)
            {
                throw TooLong(path, length, most);
            }
            byte[] content = new byte[length];
            int done = 0;
            while (done < content.Length)
            {
                int read = RandomAccess.Read(file, content.AsSpan(done), done);
                done = read > 0 ? done + read : throw Short(path, done, length);
            }
            return content;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Missing(path, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unreadable(path, error);
        }
    }
}
