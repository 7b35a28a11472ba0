namespace StnEngine.Kernels;

/// <summary>A device that is there, or why it is not.</summary>
/// <param name="Spec">What to type to choose it.</param>
/// <param name="Name">The hardware's name; null when it is not there.</param>
/// <param name="WhyMissing">The reason; null when it is there.</param>
public sealed record DeviceInfo(string Spec, string? Name, string? WhyMissing);
