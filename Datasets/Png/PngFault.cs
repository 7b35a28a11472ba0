namespace StnEngine.Datasets.Png;

/// <summary>Makes the errors of one PNG file.</summary>
internal readonly record struct PngFault(string Path)
{
    /// <summary>The file is not what was once written.</summary>
    public DatasetException Damaged(long offset, string problem, Exception? inner = null)
        => At(offset, problem, "The file is damaged: fetch it again.", inner);

    /// <summary>The file is whole, but it is not as the format wants it.</summary>
    public DatasetException Illegal(long offset, string problem) => At(offset, problem, "Save the picture as PNG again.", null);

    private DatasetException At(long offset, string problem, string remedy, Exception? inner)
        => new(Path, $"at byte {offset} {problem}", remedy, inner);
}
