namespace StnEngine.Datasets.Images;

/// <summary>Where the files of a data set lie: in a folder, or in a zip that is read in place. Several threads may read at once.</summary>
internal abstract class FileSource : IDisposable
{
    /// <summary>No image or table of a data set comes near it: what is longer is refused unread.</summary>
    internal const int MostBytes = 1 << 27;

    /// <summary>What messages call a file.</summary>
    /// <param name="name">Its path in the source, with slashes.</param>
    public abstract string PathOf(string name);

    /// <summary>Whether a file is there; it is not opened.</summary>
    /// <exception cref="DatasetException">The source cannot be read.</exception>
    public abstract bool Has(string name);

    /// <summary>The whole content of a file.</summary>
    /// <param name="name">Its path in the source, with slashes.</param>
    /// <param name="most">A longer one is refused unread.</param>
    /// <exception cref="DatasetException">The file is missing, unreadable, damaged or absurdly long.</exception>
    public abstract byte[] Read(string name, int most = MostBytes);

    /// <summary>Insists that files are there, before memory is taken for what they hold.</summary>
    /// <exception cref="DatasetException">One is not, or the source cannot be read.</exception>
    public void Require(IEnumerable<string> names)
    {
        if (names.FirstOrDefault(name => !Has(name)) is { } missing)
        {
            throw Missing(PathOf(missing));
        }
    }

    public abstract void Dispose();

    protected static DatasetException Missing(string path, Exception? error = null)
        => new(path, "the file is not there.", "Put it there, or name another data folder.", error);

    protected static DatasetException Unreadable(string path, Exception error)
        => new(path, $"the file cannot be read ({error.Message}).", "Check its permissions.", error);

    protected static DatasetException TooLong(string path, long bytes, int most)
        => new(path, $"holds {bytes} bytes where at most {most} were wanted.", "Fetch the file again.");

    protected static DatasetException Short(string path, long given, long wanted)
        => new(path, $"ends after {given} bytes where {wanted} were wanted.", "Fetch the file again.");
}
