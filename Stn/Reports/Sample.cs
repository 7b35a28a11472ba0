namespace Stn.Reports;

/// <summary>A test image as the model got it, and what its transformers at the entrance made of it.</summary>
/// <param name="Label">Its class.</param>
/// <param name="Input">The image.</param>
/// <param name="Looks">One for each transformer; none for a model without.</param>
internal sealed record Sample(int Label, PageImage Input, IReadOnlyList<SampleLook> Looks);
