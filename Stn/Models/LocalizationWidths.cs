namespace Stn.Models;

/// <summary>How wide a localisation network is.</summary>
/// <param name="FirstFilters">Of its first convolution.</param>
/// <param name="SecondFilters">Of its second convolution.</param>
/// <param name="Units">Of its hidden layer.</param>
internal readonly record struct LocalizationWidths(int FirstFilters, int SecondFilters, int Units);
