namespace Stn.Reports;

/// <summary>A test image that was given a wrong class.</summary>
/// <param name="Sample">The image.</param>
/// <param name="Answer">The class that it was given.</param>
/// <param name="Probability">Of that class.</param>
/// <param name="ProbabilityOfLabel">Of its own class.</param>
internal sealed record Mistake(Sample Sample, int Answer, double Probability, double ProbabilityOfLabel);
