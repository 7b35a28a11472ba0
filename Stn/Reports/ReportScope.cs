namespace Stn.Reports;

/// <summary>How much a report looks at and carries.</summary>
/// <param name="TestImages">Test images that are asked about, at most.</param>
/// <param name="Samples">Of each class before and after, at most.</param>
/// <param name="Mistakes">The most confident ones, at most.</param>
/// <param name="Explanations">Images with heat maps, at most.</param>
/// <param name="Bytes">What all its images take at most, before they are compressed and written as text.</param>
internal sealed record ReportScope(int TestImages, int Samples, int Mistakes, int Explanations, int Bytes)
{
    // As text four characters are three bytes, and noise cannot be compressed: 2.4 of 3 MB at the worst.
    private const int PageBytes = 1_800_000;

    /// <summary>The report that a run ends with.</summary>
    public static ReportScope Whole { get; } = new(int.MaxValue, 6, 18, 10, PageBytes);

    /// <summary>What is shown while a run trains: it is paid for at every epoch.</summary>
    public static ReportScope Live { get; } = new(256, 2, 8, 3, PageBytes);

    /// <summary>One of several models that share a page.</summary>
    public static ReportScope PartOf(int models) => new(int.MaxValue, 1, 6, 3, PageBytes / Math.Max(1, models));

    /// <summary>How many fit into a share of the page.</summary>
    public int Fitting(int wanted, double share, int bytesEach) => Math.Clamp((int)(share * Bytes / bytesEach), 1, Math.Max(1, wanted));
}
