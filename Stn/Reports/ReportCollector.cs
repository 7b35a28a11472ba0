using Stn.Data;
using Stn.Evaluation;
using Stn.Explanations;
using Stn.Models;
using Stn.Pictures;
using Stn.Training;
using StnEngine;

namespace Stn.Reports;

/// <summary>Asks a model for all that a page about it shows. The model is left in evaluation, and otherwise as it was.</summary>
internal sealed class ReportCollector(TrainingSession session, ReportScope scope)
{
    private readonly TrainingData _data = session.Data;
    private FirstOfEachClass? _first;
    private IReadOnlyList<LayerRow>? _layers;

    /// <summary>Collects a report of the model as it is now.</summary>
    /// <param name="facts">What the model does not know.</param>
    /// <param name="log">The epochs so far.</param>
    public RunReport Collect(RunFacts facts, IReadOnlyList<EpochResult> log)
    {
        _first ??= FirstOfEachClass.Of(_data, session.Device, scope.Samples);
        _layers ??= LayerRow.Of(session.Model, session.Device, _data.Channels, _data.Size);
        (IReadOnlyList<ExplainedSample> explanations, string? why) = Explain();
        return new RunReport
        {
            Facts = facts,
            Log = [.. log],
            Layers = _layers,
            ClassNames = _data.ClassNames,
            DataText = FormattableString.Invariant($"{_data.Train.Count:N0} to train, {_data.Test.Count:N0} to test, {_data.Channels}x{_data.Size}x{_data.Size}"),
            Transformers = [.. Transformers.Of(session.Model).Select(t => t.Path)],
            Frames = FrameHistoryMaker.Of(session, facts.Options, log, scope),
            Samples = Samples(_first),
            Findings = TestFindings.Of(session, scope),
            Explanations = explanations,
            WhyNotExplained = why,
        };
    }

    private Sample[] Samples(FirstOfEachClass first)
    {
        using TensorScope tensors = TensorScope.Begin();
        using NoGrad noGrad = NoGrad.Begin();
        session.Model.Evaluate();
        Tensor images = Batch(first, [.. Enumerable.Range(0, first.Labels.Length)]);
        session.Model.Forward(images);
        var seen = new SeenBatch(_data, session.Model, images);
        int classes = first.Labels.Distinct().Count();
        int perClass = Math.Max(1, scope.Fitting(classes * scope.Samples, 0.35, seen.SampleBytes) / classes);
        int[] chosen = [.. Enumerable.Range(0, first.Labels.Length).GroupBy(n => first.Labels[n]).OrderBy(g => g.Key).SelectMany(g => g.Take(perClass))];
        return [.. chosen.Take(scope.Fitting(chosen.Length, 0.35, seen.SampleBytes)).Select(n => seen[n, first.Labels[n]])];
    }

    private (IReadOnlyList<ExplainedSample> Samples, string? WhyNot) Explain()
    {
        using TensorScope tensors = TensorScope.Begin();
        int[] chosen = [.. Enumerable.Range(0, _first!.Labels.Length).DistinctBy(n => _first.Labels[n]).OrderBy(n => _first.Labels[n]).Take(scope.Explanations)];
        Tensor images = Batch(_first, chosen);
        try
        {
            Explanation[] found = GradCam.Explain(session.Model, images);
            var seen = new SeenBatch(_data, session.Model, images);
            int fitting = scope.Fitting(chosen.Length, 0.2, 2 * seen.SampleBytes);
            return ([.. found.Take(fitting).Select((e, i) => Explained(seen[i, _first.Labels[chosen[i]]], e))], null);
        }
        catch (UserException reason)
        {
            return ([], reason.Message);
        }
    }

    private static ExplainedSample Explained(Sample sample, Explanation found) => new(
        sample, found.Class, Prediction.Softmax(found.Scores)[found.Class], [.. found.OnInput.Select(HeatOverlay.Of)], HeatOverlay.Of(found.Seen));

    private Tensor Batch(FirstOfEachClass first, int[] chosen)
    {
        int size = first.Images.Length / first.Labels.Length;
        float[] values = [.. chosen.SelectMany(n => first.Images[(n * size)..((n + 1) * size)])];
        return Tensor.Batch(session.Device, values, chosen.Length, _data.Channels, _data.Size, _data.Size);
    }
}
