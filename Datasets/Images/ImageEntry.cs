namespace StnEngine.Datasets.Images;

/// <summary>A labelled image that is still a file.</summary>
/// <param name="Name">Its path in a <see cref="FileSource"/>, with slashes.</param>
/// <param name="Label">Its class.</param>
/// <param name="Box">What to cut out of it; null for the whole.</param>
internal readonly record struct ImageEntry(string Name, byte Label, BoxNote? Box = null);
