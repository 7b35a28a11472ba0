namespace StnEngine.Datasets;

/// <summary>What becomes of GTSRB's images, which come in sizes from 15x15 to 250x250.</summary>
public sealed record GtsrbOptions
{
    /// <summary>Side of the square images that all are resized to.</summary>
    public int Size { get; init; } = 48;

    /// <summary>Whether only the box around the sign is kept, without the margin of a tenth that the publishers left.</summary>
    public bool CropToBox { get; init; } = true;
}
