using Stn.Data;
using Stn.Models;
using StnEngine.Datasets;
using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Optimizers;

namespace Stn.Training;

/// <summary>The recorded steps for a source's batches: one for full batches, one for a ragged last batch.</summary>
internal sealed class BatchSteps(Module model, Optimizer? optimizer, float identityPenalty, Device device, BatchSource source) : IDisposable
{
    private readonly Dictionary<int, BatchStep> _bySize = [];

    /// <summary>What came together since it was last set: a total for each size of batch.</summary>
    public IReadOnlyList<BatchTotals> Totals
    {
        get => [.. _bySize.Values.Select(s => s.Totals)];
        set
        {
            foreach (BatchTotals totals in _bySize.Keys.Except(value.Select(t => t.BatchSize)).Select(size => new BatchTotals(size, 0, 0)).Concat(value))
            {
                Of(totals.BatchSize).Totals = totals;
            }
        }
    }

    public void Run(Batch batch) => For(batch).Run(batch);

    /// <summary>The step for a batch of that size.</summary>
    public BatchStep For(Batch batch) => Of(batch.Count);

    /// <summary>Mean loss over the <paramref name="images"/> images since the totals were last set.</summary>
    public double LossSoFar(long images) => _bySize.Values.Sum(s => s.LossSoFar()) / images;

    /// <summary>Mean loss and accuracy in percent over the <paramref name="images"/> images since the totals were last set.</summary>
    public (double Loss, double Accuracy) Means(int images)
    {
        double loss = 0, correct = 0;
        foreach (BatchTotals totals in Totals)
        {
            loss += totals.Loss * (double)totals.BatchSize;
            correct += totals.Correct;
        }

        return (loss / images, 100 * correct / images);
    }

    public void Dispose()
    {
        foreach (BatchStep step in _bySize.Values)
        {
            step.Dispose();
        }
    }

    private BatchStep Of(int size)
    {
        if (!_bySize.TryGetValue(size, out BatchStep? step))
        {
            step = new BatchStep(model, optimizer, identityPenalty, device, source, size);
            _bySize.Add(size, step);
        }

        return step;
    }
}
