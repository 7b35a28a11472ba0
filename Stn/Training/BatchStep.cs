using Stn.Data;
using Stn.Models;
using StnEngine;
using StnEngine.Datasets;
using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Optimizers;

namespace Stn.Training;

/// <summary>One batch size's recorded step, from what is uploaded of a batch to totals that stay on the device.</summary>
/// <remarks>
/// With an optimiser it trains, in two parts, between which the host may look whether all is finite: up to the gradients, and the update. Without it
/// evaluates.
/// </remarks>
internal sealed class BatchStep : IDisposable
{
    private readonly Module _model;
    private readonly Optimizer? _optimizer;
    private readonly float _identityPenalty;
    private readonly BatchInput _input;
    private readonly Tensor _lossTotal;
    private readonly Tensor _correctTotal;
    private readonly RecordedStep _step;
    private readonly RecordedStep? _update;
    private readonly RecordedStep? _look;
    private readonly Tensor? _norm;
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
        (_model, _optimizer, _identityPenalty, _batchSize) = (model, optimizer, identityPenalty, batchSize);
        _penalised = identityPenalty > 0
            ? [.. Transformers.Of(model).Select(t => (t.Transformer, Tensor.Plain(device, [.. t.Transformer.Transformation.Identity], t.Transformer.Transformation.Identity.Count)))]
            : [];
        _input = source.Input(batchSize);
        _lossTotal = Tensor.Plain(device, [0f]);
        _correctTotal = Tensor.Plain(device, [0f]);
        if (optimizer is null)
        {
            _step = RecordedStep.Record(device, Evaluate);
            return;
        }

        Pass? pass = null;
        _step = RecordedStep.Record(device, () => { pass = Learn(optimizer); });
        _look = RecordedStep.Record(device, () => optimizer.ParameterAndGradNorm() + pass!.Watched.Detach(), out _norm);
        _update = RecordedStep.Record(device, () =>
        {
            optimizer.Step();
            AddTotals(pass!.Scores, pass.Labels, pass.Loss);
        });
    }

    /// <summary>Runs the whole step.</summary>
    public void Run(Batch batch)
    {
        RunToGradients(batch);
        Update();
    }

    /// <summary>Runs the step up to the gradients.</summary>
    public void RunToGradients(Batch batch)
    {
        _input.Upload(batch);
        _step.Replay();
    }

    /// <summary>Whether loss, gradients, parameters and what transformers chose are finite after <see cref="RunToGradients"/>; waits for the device.</summary>
    public bool IsFinite()
    {
        _look!.Replay();
        return float.IsFinite(_norm!.Item());
    }

    /// <summary>The rest of the step.</summary>
    public void Update() => _update?.Replay();

    /// <summary>Runs a batch up to its gradients with an eye on every operation. Random counters and running statistics move; the gradients stay as they come.</summary>
    /// <exception cref="NonFiniteException">A parameter or buffer is not finite, or an operation makes what is not.</exception>
    public void Examine(Batch batch)
    {
        DetectAnomaly.RequireFinite(_model);
        _input.Upload(batch);
        using TensorScope scope = TensorScope.Begin();
        using DetectAnomaly watch = DetectAnomaly.Begin();
        Learn(_optimizer!);
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
        _update?.Dispose();
        _look?.Dispose();
        _step.Dispose();
        _input.Dispose();
        _lossTotal.Dispose();
        _correctTotal.Dispose();
        Array.ForEach(_penalised, p => p.Identity.Dispose());
    }

    private Pass Learn(Optimizer optimizer)
    {
        optimizer.ZeroGrad();
        (Tensor images, Tensor labels) = _input.Read();
        Tensor scores = _model.Forward(images);
        Tensor loss = scores.CrossEntropy(labels);
        Tensor total = _penalised.Aggregate(loss, (sum, p) => sum + (p.Transformer.Last!.Parameters - p.Identity).Square().Mean().Scale(_identityPenalty));
        total.Backward();

        // A sum of numbers is not finite if one of them is not. It is taken here, where what transformers chose is in the cache.
        using NoGrad noGrad = NoGrad.Begin();
        return new Pass(scores, labels, loss, Transformers.Of(_model).Aggregate(total, (sum, t) => sum + t.Transformer.Last!.Parameters.Sum()));
    }

    private void Evaluate()
    {
        using NoGrad noGrad = NoGrad.Begin();
        (Tensor images, Tensor labels) = _input.Read();
        Tensor scores = _model.Forward(images);
        AddTotals(scores, labels, scores.CrossEntropy(labels));
    }

    private void AddTotals(Tensor scores, Tensor labels, Tensor loss)
    {
        _lossTotal.Accumulate(loss);
        _correctTotal.Accumulate(scores.CountCorrect(labels));
    }

    /// <summary>What a pass leaves for the update and for a look at it.</summary>
    /// <param name="Watched">The sum of what must be finite besides parameters and gradients: the loss, and what each transformer chose.</param>
    private sealed record Pass(Tensor Scores, Tensor Labels, Tensor Loss, Tensor Watched);
}
