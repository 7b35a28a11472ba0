namespace StnEngine.Datasets;

/// <summary>What becomes of a folder's images, and which of them are the test set where it does not say.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>Side of the square images that all are resized to.</summary>
    public int Size { get; init; } = 48;

    /// <summary>Without subfolders <c>train</c> and <c>test</c>: share of each class's images that is held back to test.</summary>
    public double TestFraction { get; init; } = 0.2;

    /// <summary>Without subfolders <c>train</c> and <c>test</c>: decides which images are held back.</summary>
    public ulong Seed { get; init; } = 1;
}
