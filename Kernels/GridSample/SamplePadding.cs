namespace StnEngine.Kernels;

/// <summary>What a position outside the image reads.</summary>
public enum SamplePadding
{
    /// <summary>Each tap outside counts as zero.</summary>
    Zeros,

    /// <summary>The nearest pixel of the edge; the slope is 0 at and beyond the edge.</summary>
    Border,

    /// <summary>The image mirrored at the centres (aligned corners) or outer edges (otherwise) of its outermost pixels.</summary>
    Reflection,
}
