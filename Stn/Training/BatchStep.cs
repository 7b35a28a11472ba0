using Stn.Data;
using Stn.Models;
using StnEngine;
using StnEngine.Datasets;
using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Optimizers;

namespace Stn.Training;

/// <summary>One batch size's recorded step, from what is uploaded of a batch to totals that stay on the device.</summary>
/// <remarks>With an optimiser it trains; without it evaluates.</remarks>
internal sealed class BatchStep : IDisposable
{
    private readonly BatchInput _input;
    private readonly Tensor _lossTotal;
    private readonly Tensor _correctTotal;
    private readonly RecordedStep _step;
    private readonly int _batchSize;
    private readonly (SpatialTransformer Transformer, Tensor Identity)[] _penalised;

    /// <summary>Records the step.</summary>
    /// <param name="model">What is trained or asked.</param>
    /// <param name="optimizer">Null to evaluate.</param>
    /// <param name="identityPenalty">Times the mean square of what each transformer's parameters differ from the identity's is added to the loss.</param>
    /// <param name="device">Where.</param>
    /// <param name="source">Of the batches.</param>
    /// <param name="batchSize">Images in each.</param>
    public BatchStep(Module model, Optimizer? optimizer, float identityPenalty, Device device, BatchSource source, int batchSize)
    {
        _batchSize = batchSize;
        _penalised = identityPenalty > 0
            ? [.. Transformers.Of(model).Select(t => (t.Transformer, Tensor.Plain(device, [.. t.Transformer.Transformation.Identity], t.Transformer.Transformation.Identity.Count)))]
            : [];
        _input = source.Input(batchSize);
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
                Train(model, optimizer, identityPenalty);
            }
        });
    }

    public void Run(Batch batch)
    {
        _input.Upload(batch);
        _step.Replay();
    }

    /// <summary>The loss summed over images since the totals were last set; waits for the device.</summary>
    public double LossSoFar() => _lossTotal.Item() * (double)_batchSize;

    /// <summary>What came together since it was last set; reading them waits for the device.</summary>
    public BatchTotals Totals
    {
        get => new(_batchSize, _lossTotal.Item(), _correctTotal.Item());
        set
        {
            _lossTotal.Upload([value.Loss]);
            _correctTotal.Upload([value.Correct]);
        }
    }

    public void Dispose()
    {
        _step.Dispose();
        _input.Dispose();
        _lossTotal.Dispose();
        _correctTotal.Dispose();
        Array.ForEach(_penalised, p => p.Identity.Dispose());
    }

    private void Train(Module model, Optimizer optimizer, float identityPenalty)
    {
        optimizer.ZeroGrad();
        (Tensor images, Tensor labels) = _input.Read();
        Tensor scores = model.Forward(images);
        Tensor loss = scores.CrossEntropy(labels);
        _penalised.Aggregate(loss, (sum, p) => sum + (p.Transformer.Last!.Parameters - p.Identity).Square().Mean().Scale(identityPenalty)).Backward();
        optimizer.Step();
        AddTotals(scores, labels, loss);
    }

    private void Evaluate(Module model)
    {
        using NoGrad noGrad = NoGrad.Begin();
        (Tensor images, Tensor labels) = _input.Read();
        Tensor scores = model.Forward(images);
        AddTotals(scores, labels, scores.CrossEntropy(labels));
    }

    private void AddTotals(Tensor scores, Tensor labels, Tensor loss)
    {
        _lossTotal.Accumulate(loss);
        _correctTotal.Accumulate(scores.CountCorrect(labels));
    }
}
