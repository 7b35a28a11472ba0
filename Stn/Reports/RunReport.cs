using Stn.Models;
using Stn.Training;

namespace Stn.Reports;

/// <summary>All that a page about a run shows, still to be written.</summary>
internal sealed record RunReport
{
    public required RunFacts Facts { get; init; }

    public required IReadOnlyList<EpochResult> Log { get; init; }

    public required IReadOnlyList<LayerRow> Layers { get; init; }

    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Images to train and to test, and their shape.</summary>
    public required string DataText { get; init; }

    /// <summary>Paths of the model's transformers.</summary>
    public required IReadOnlyList<string> Transformers { get; init; }

    public required FrameHistory? Frames { get; init; }

    /// <summary>Test images before and after, class by class.</summary>
    public required IReadOnlyList<Sample> Samples { get; init; }

    public required TestFindings Findings { get; init; }

    public required IReadOnlyList<ExplainedSample> Explanations { get; init; }

    /// <summary>Why there are no explanations; null where there are.</summary>
    public required string? WhyNotExplained { get; init; }

    public int Parameters => Layers.Sum(l => l.Parameters);
}
