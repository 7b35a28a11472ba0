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

    public void Run(Batch batch) => For(batch).Run(batch);

    /// <summary>The step for a batch of that size.</summary>
    public BatchStep For(Batch batch)
    {
        if (!_bySize.TryGetValue(batch.Count, out BatchStep? step))
        {
            step = new BatchStep(model, optimizer, identityPenalty, device, source, batch.Count);
            _bySize.Add(batch.Count, step);
        }

        return step;
    }

    /// <summary>Mean loss over the <paramref name="images"/> images since the means were last taken.</summary>
    public double LossSoFar(long images) => _bySize.Values.Sum(s => s.LossSoFar()) / images;

    /// <summary>Mean loss and accuracy in percent over <paramref name="images"/> images since the last call.</summary>
    public (double Loss, double Accuracy) TakeMeans(int images)
    {
        double loss = 0, correct = 0;
        foreach (BatchStep step in _bySize.Values)
        {
            (double stepLoss, double stepCorrect) = step.TakeTotals();
            loss += stepLoss;
            correct += stepCorrect;
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
}
