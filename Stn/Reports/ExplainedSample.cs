namespace Stn.Reports;

/// <summary>A test image with what in it spoke for the answer.</summary>
/// <param name="Sample">The image.</param>
/// <param name="Answer">The class that it was given.</param>
/// <param name="Probability">Of that class.</param>
/// <param name="OnInput">The heat on the image, for each transformer; one without any.</param>
/// <param name="OnOutput">The heat on what transformers gave.</param>
internal sealed record ExplainedSample(Sample Sample, int Answer, double Probability, IReadOnlyList<PageImage> OnInput, PageImage OnOutput);
