using System.Text.Json;
using Stn.Training;

namespace Stn.Reports.Sections;

/// <summary>A run's options as they are typed.</summary>
internal static class OptionRows
{
    /// <summary>Every option that the run has, in their order, as <c>--batch-size</c> and <c>64</c>.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(TrainOptions options)
    {
        using JsonDocument document = JsonSerializer.SerializeToDocument(options, TrainOptionsJson.Default.TrainOptions);
        return [.. document.RootElement.EnumerateObject().Select(p => ("--" + p.Name.Replace('_', '-'), p.Value.ToString()))];
    }
}
