namespace StnEngine.Datasets.Download;

/// <summary>Brings one missing file into its folder, from the mirrors in turn.</summary>
internal sealed class FileDownload(
    DatasetSource source, RemoteFile file, string root, DownloadOptions options, HttpClient client, IProgress<DownloadProgress>? progress)
{
    // A transfer that keeps breaking off but gains at least this part of the file each time is not failing.
    private const int WorthwhileFraction = 16;

    private readonly string _folder = source.FolderIn(root);
    private readonly string _path = Path.Combine(source.FolderIn(root), file.Name);
    private readonly HttpTransfer _transfer = new(client, file, options.LongestSilence, progress);

    private string PartPath => _path + ".part";

    public async Task RunAsync(CancellationToken cancellation)
    {
        using PartFile part = PartFile.Open(PartPath);
        if (!file.MissingFrom(_folder).Any())
        {
            // Another process was quicker.
            return;
        }
        if (file.Archive is null)
        {
            await FetchAsync(part, cancellation);
            part.MoveTo(_path);
        }
        else if (File.Exists(_path))
        {
            await UnpackGivenAsync(file.Archive, cancellation);
        }
        else
        {
            await FetchAsync(part, cancellation);
            await ArchiveUnpacker.UnpackAsync(part.Content, part.Path, file.Archive, _folder, cancellation);
            part.Clear();
        }
    }

    /// <summary>Deletes what a process that was killed at its end left beside files that are in their places. What another process holds stays.</summary>
    public void DeleteLeftOvers()
    {
        if (!PartFile.IsAt(PartPath))
        {
            return;
        }
        try
        {
            using PartFile part = PartFile.Open(PartPath);
            if (file.Archive is { } archive)
            {
                ArchiveUnpacker.DeleteLeftOvers(archive, _folder);
            }
            part.Clear();
        }
        catch (Exception error) when (error is DatasetException or IOException or UnauthorizedAccessException)
        {
            // Held, or not ours to delete: nothing that is wanted depends on it.
        }
    }

    // An archive that somebody put there by hand: used and left alone.
    private async Task UnpackGivenAsync(ArchiveContent archive, CancellationToken cancellation)
    {
        using FileStream given = File.OpenRead(_path);
        if (await file.Sum.ProblemOfAsync(given, cancellation) is { } problem)
        {
            throw new DatasetException(_path, $"is damaged: {problem}.", "Delete it, and fetch it again.");
        }
        await ArchiveUnpacker.UnpackAsync(given, _path, archive, _folder, cancellation);
    }

    private async Task FetchAsync(PartFile part, CancellationToken cancellation)
    {
        if (part.Length >= file.Bytes && await ClearUnlessRightAsync(part, cancellation) is null)
        {
            return;
        }
        List<string> failures = [];
        foreach (Uri mirror in source.Mirrors)
        {
            Uri address = new(mirror, file.Name);
            if (await FailureOfAsync(address, part, cancellation) is not { } failure)
            {
                return;
            }
            failures.Add($"\n  {address}: {failure}");
        }
        string kept = part.Length == 0
            ? ""
            : $"The {part.Length} bytes that came are in {part.Path}: start again to go on from there. ";
        throw new DatasetException(
            _path, "no mirror gave the file.", $"{kept}{source.ByHand(root, [file])} The mirrors:{string.Concat(failures)}");
    }

    private async Task<string?> FailureOfAsync(Uri address, PartFile part, CancellationToken cancellation)
    {
        (int failures, long best, bool inherited) = (0, part.Length, part.Length > 0);
        while (true)
        {
            TransferResult result = await _transfer.RunAsync(address, part, cancellation);
            if (result.Failure is null)
            {
                string? problem = await ClearUnlessRightAsync(part, cancellation);
                if (problem is null || !inherited)
                {
                    return problem;
                }
                // Bytes from before may be to blame: this mirror has a second chance, from the start.
                (inherited, best) = (false, 0);
                continue;
            }
            failures = part.Length > best + (file.Bytes / WorthwhileFraction) ? 1 : failures + 1;
            best = Math.Max(best, part.Length);
            if (!result.MayPass || failures >= options.Attempts)
            {
                return failures > 1 ? $"{result.Failure} (attempt {failures})" : result.Failure;
            }
            await options.Wait(options.WaitAfter(failures, result.RetryAfter), cancellation);
        }
    }

    private async Task<string?> ClearUnlessRightAsync(PartFile part, CancellationToken cancellation)
    {
        string? problem = await file.Sum.ProblemOfAsync(part.Content, cancellation);
        if (problem is null)
        {
            return null;
        }
        part.Clear();
        return $"sends another file: {problem}";
    }
}
