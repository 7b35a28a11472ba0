using System.Globalization;
using Stn.Terminal;
using StnEngine.Datasets;
using StnEngine.Datasets.Download;

namespace Stn.Data;

/// <summary>Fetches a data set's files to the data root when they are not there.</summary>
internal static class DataFiles
{
    /// <summary>Makes sure the files of a data set are there.</summary>
    /// <param name="dataset">The set.</param>
    /// <param name="dataRoot">Root folder; null for the default.</param>
    /// <param name="offline">Whether the network may not be asked.</param>
    /// <param name="progress">Told of every file.</param>
    /// <param name="stop">Breaks a download off; the next call goes on with it.</param>
    /// <exception cref="DatasetException">A file is missing and could not be had.</exception>
    public static async Task EnsureAsync(KnownDataset dataset, string? dataRoot, bool offline, ProgressLine progress, CancellationToken stop)
    {
        if (dataset.Source is not { } source)
        {
            return;
        }

        string root = DataRoot.Resolve(dataRoot);
        if (source.MissingFrom(root).Count > 0 && !offline)
        {
            progress.Line($"fetching {dataset.Name} to {source.FolderIn(root)}");
        }

        var report = new Reporter(progress);
        await DatasetDownload.EnsureAsync(source, root, new DownloadOptions { Offline = offline }, report, stop);
    }

    /// <summary>The same for a command that has no progress line of its own.</summary>
    /// <param name="dataset">The set.</param>
    /// <param name="dataRoot">Root folder; null for the default.</param>
    /// <param name="offline">Whether the network may not be asked.</param>
    /// <param name="messages">Where to tell of every file.</param>
    /// <param name="stop">Breaks a download off; the next call goes on with it.</param>
    /// <exception cref="DatasetException">A file is missing and could not be had.</exception>
    public static async Task EnsureAsync(KnownDataset dataset, string? dataRoot, bool offline, TextWriter messages, CancellationToken stop)
    {
        using var progress = ProgressLine.On(messages);
        await EnsureAsync(dataset, dataRoot, offline, progress, stop);
    }

    private sealed class Reporter(ProgressLine progress) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => progress.Status(string.Create(
            CultureInfo.InvariantCulture,
            $"{value.File}  {value.BytesDone / 1048576.0:F1}{(value.BytesTotal is { } total ? $" of {total / 1048576.0:F1}" : string.Empty)} MiB"));
    }
}
