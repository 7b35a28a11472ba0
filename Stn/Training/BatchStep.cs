using Stn.Models;
using StnEngine;
using StnEngine.Datasets;
using StnEngine.Kernels;
using StnEngine.Optimizers;

namespace Stn.Training;

/// <summary>One batch size's recorded step, with the tensors its batches are uploaded to and totals that stay on the device.</summary>
/// <remarks>With an optimiser it trains; without it evaluates.</remarks>
internal sealed class BatchStep : IDisposable
{
    private readonly Tensor _images;
    private readonly Tensor _labels;
    private readonly Tensor _lossTotal;
    private readonly Tensor _correctTotal;
    private readonly RecordedStep _step;
    private readonly int _batchSize;

    public BatchStep(Classifier model, Optimizer? optimizer, Device device, int batchSize, int channels, int size)
    {
        _batchSize = batchSize;
        _images = Tensor.Full(device, 0, true, batchSize, channels, size, size);
        _labels = Tensor.Full(device, 0, true, batchSize);
        _lossTotal = Tensor.Plain(device, [0f]);
        _correctTotal = Tensor.Plain(device, [0f]);
        _step = RecordedStep.Record(device, () =>
        {
            if (optimizer is null)
            {
                Evaluate(model);
            }
            else
            {
                Train(model, optimizer);
            }
        });
    }

    public void Run(Batch batch)
    {
        _images.Upload(batch.Images.AsSpan(0, _images.Shape.Count));
        _labels.Upload(batch.Labels.AsSpan(0, _batchSize));
        _step.Replay();
    }

    /// <summary>The loss summed over images since the totals were last taken; waits for the device.</summary>
    public double LossSoFar() => _lossTotal.Item() * (double)_batchSize;

    /// <summary>Takes the totals since the last call: loss summed over images, and right answers.</summary>
    public (double Loss, double Correct) TakeTotals()
    {
        (double, double) totals = (LossSoFar(), _correctTotal.Item());
        _lossTotal.Upload([0f]);
        _correctTotal.Upload([0f]);
        return totals;
    }

    public void Dispose()
    {
        _step.Dispose();
        _images.Dispose();
        _labels.Dispose();
        _lossTotal.Dispose();
        _correctTotal.Dispose();
    }

    private void Train(Classifier model, Optimizer optimizer)
    {
        optimizer.ZeroGrad();
        Tensor scores = model.Forward(_images);
        Tensor loss = scores.CrossEntropy(_labels);
        loss.Backward();
        optimizer.Step();
        AddTotals(scores, loss);
    }

    private void Evaluate(Classifier model)
    {
        using NoGrad noGrad = NoGrad.Begin();
        Tensor scores = model.Forward(_images);
        AddTotals(scores, scores.CrossEntropy(_labels));
    }

    private void AddTotals(Tensor scores, Tensor loss)
    {
        _lossTotal.Accumulate(loss);
        _correctTotal.Accumulate(scores.CountCorrect(_labels));
    }
}
