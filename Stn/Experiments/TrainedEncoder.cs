using Stn.Data;
using Stn.Models;
using StnEngine;
using StnEngine.Datasets;
using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Optimizers;

namespace Stn.Experiments;

/// <summary>A <see cref="DigitEncoder"/> that was trained for one pass over digits, and stays as it is from then on.</summary>
internal sealed class TrainedEncoder : IDisposable
{
    private const int BatchSize = 128;
    private const float LearningRate = 0.002f;

    // Owns the parameters' memory.
    private readonly Adam _optimizer;

    /// <summary>Trains one.</summary>
    /// <param name="device">Where.</param>
    /// <param name="digits">Images and labels.</param>
    /// <param name="seed">Root of its random streams.</param>
    /// <param name="stop">Ends it between two batches.</param>
    public TrainedEncoder(Device device, ImageSet digits, ulong seed, CancellationToken stop)
    {
        Encoder = new DigitEncoder(new ModuleContext(device, seed), digits.Height, digits.ClassNames.Count);
        _optimizer = new Adam(Encoder, LearningRate);
        using var source = new BatchSource(device, digits, new BatchOptions { BatchSize = BatchSize, Shuffle = true, Seed = seed, DropLast = true });
        using BatchInput input = source.Input(BatchSize);
        using RecordedStep step = RecordedStep.Record(device, () =>
        {
            _optimizer.ZeroGrad();
            (Tensor images, Tensor labels) = input.Read();
            Encoder.Forward(images).CrossEntropy(labels).Backward();
            _optimizer.Step();
        });
        var schedule = new OneCycle(LearningRate, source.BatchesPerEpoch);
        int done = 0;
        foreach (Batch batch in source.Epoch(1))
        {
            stop.ThrowIfCancellationRequested();
            _optimizer.LearningRate = schedule.At(done++);
            input.Upload(batch);
            step.Replay();
        }

        DetectAnomaly.RequireFinite(Encoder);
        Encoder.Freeze();
    }

    public DigitEncoder Encoder { get; }

    public void Dispose()
    {
        _optimizer.Dispose();
        Encoder.Dispose();
    }
}
