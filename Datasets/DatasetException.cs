namespace StnEngine.Datasets;

/// <summary>A data file that is missing or is not what it should be. The message says which, what was wanted, and what mends it.</summary>
public sealed class DatasetException(string path, string problem, string remedy, Exception? inner = null)
    : Exception($"{path}: {problem} {remedy}", inner)
{
    /// <summary>The file or folder the message speaks of.</summary>
    public string Path { get; } = path;
}
