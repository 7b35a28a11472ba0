namespace StnEngine;

/// <summary>A checkpoint file that cannot be read or written, with the place in it and what was expected there.</summary>
/// <param name="path">The file.</param>
/// <param name="place">Where in the file: a byte offset or a tensor's name.</param>
/// <param name="found">What is there.</param>
/// <param name="expected">What should be there.</param>
/// <param name="inner">The cause, when another error lies below.</param>
public sealed class CheckpointException(string path, string place, string found, string expected, Exception? inner = null)
    : Exception($"{path}: {Short(place)}: found {Short(found)}, expected {expected}.", inner)
{
    // A damaged header may call anything a name.
    private const int MostShown = 200;

    /// <summary>The file that failed.</summary>
    public string FilePath { get; } = path;

    /// <summary>Where in the file: a byte offset such as <c>byte 8</c>, or a tensor such as <c>tensor 'fc1.bias'</c>.</summary>
    public string Place { get; } = Short(place);

    private static string Short(string text) => text.Length <= MostShown ? text : text[..MostShown] + "...";
}
