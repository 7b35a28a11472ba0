namespace StnEngine.Datasets.Download;

/// <summary>How far the fetching of one file has come.</summary>
/// <param name="File">Its name.</param>
/// <param name="BytesDone">Bytes on disk, those of an earlier run included. It falls where a transfer has to start over.</param>
/// <param name="BytesTotal">The file's length, or null where it is not known.</param>
public sealed record DownloadProgress(string File, long BytesDone, long? BytesTotal);
