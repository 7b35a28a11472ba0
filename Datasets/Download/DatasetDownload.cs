namespace StnEngine.Datasets.Download;

/// <summary>Fetches the files of a data set that are not there yet, and proves them by their published digests.</summary>
public static class DatasetDownload
{
    /// <summary>Makes sure that a data set's files are under <paramref name="root"/>.</summary>
    /// <remarks>
    /// Files that are there are left alone, whatever is in them. A missing one grows beside its place as <c>name.part</c> and is moved
    /// when it is whole and its digest right; where a transfer breaks off or is cancelled the part stays, and the next run goes on from
    /// its end. An archive that lies in the folder already is used instead of fetched.
    /// </remarks>
    /// <param name="source">What to fetch, and from where.</param>
    /// <param name="root">The data root; the folder named after the set is made in it.</param>
    /// <param name="options">Null for the usual ones.</param>
    /// <param name="progress">Is told of every block of bytes.</param>
    /// <param name="cancellation">Ends the transfer, keeping what has come.</param>
    /// <exception cref="DatasetException">
    /// A file is missing and <see cref="DownloadOptions.Offline"/> is set, no mirror gave it, another process is fetching it, or the
    /// disk refuses.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task EnsureAsync(
        DatasetSource source,
        string root,
        DownloadOptions? options = null,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrEmpty(root);
        options ??= new DownloadOptions();
        RemoteFile[] missing = [.. source.Files.Where(file => file.MissingFrom(source.FolderIn(root)).Any())];
        if (options.Offline)
        {
            RefuseOffline(source, root, missing);
        }
        using HttpClient client = options.CreateClient();
        foreach (RemoteFile file in source.Files)
        {
            var download = new FileDownload(source, file, root, options, client, progress);
            if (missing.Contains(file))
            {
                await download.RunAsync(cancellation);
            }
            else
            {
                download.DeleteLeftOvers();
            }
        }
    }

    private static void RefuseOffline(DatasetSource source, string root, RemoteFile[] missing)
    {
        string folder = source.FolderIn(root);
        RemoteFile[] wanted = [.. missing.Where(file => !File.Exists(Path.Combine(folder, file.Name)))];
        string[] names = [.. wanted.SelectMany(file => file.MissingFrom(folder))];
        if (names.Length > 0)
        {
            throw new DatasetException(
                folder,
                $"{string.Join(", ", names)} not there, and --offline forbids to fetch.",
                $"Leave --offline out to fetch what is missing. {source.ByHand(root, wanted)}");
        }
    }
}
