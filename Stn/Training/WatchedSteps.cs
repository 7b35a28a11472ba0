using StnEngine;
using StnEngine.Datasets;
using StnEngine.Kernels;
using StnEngine.Layers;

namespace Stn.Training;

/// <summary>Training steps that are looked at: no update by a gradient that is not finite, where every step is, and none unnoticed, where some are.</summary>
internal sealed class WatchedSteps(BatchSteps steps, Module model, Device device, NonFinitePolicy policy)
{
    private const int MostImagesNamed = 16;
    private readonly int _stepsToALook = policy.StepsOn(device.Spec);

    // What a step moves before its update: put back, the batch was never there.
    private readonly TensorSnapshot _before = new(model.NamedBuffers().Concat(model.NamedCounters()));
    private int _epoch;
    private int _batch;

    /// <summary>Batches of this epoch that were left out.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Why the first of them was; null for none.</summary>
    public string? LeftOutBecause { get; private set; }

    /// <summary>Begins an epoch, or goes on with one.</summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="progress">How far it is.</param>
    public void Begin(int epoch, EpochProgress progress) => (_epoch, _batch, LeftOut, LeftOutBecause) = (epoch, progress.Batches, progress.LeftOut, null);

    /// <summary>Learns from a batch.</summary>
    /// <returns>False if it was left out: model, optimiser and random counters are what they were before it.</returns>
    /// <exception cref="NonFiniteException">A number is not finite, and batches are not left out.</exception>
    public bool Run(Batch batch)
    {
        _batch++;
        BatchStep step = steps.For(batch);
        if (_batch % _stepsToALook != 0)
        {
            step.Run(batch);
            return true;
        }

        _before.Take();
        NonFiniteException? found = policy.Examines ? Examine(step, batch) : null;
        if (found is null)
        {
            step.RunToGradients(batch);
            if (step.IsFinite())
            {
                step.Update();
                return true;
            }
        }

        _before.PutBack();
        LeaveOut(step, batch, found);
        return false;
    }

    /// <summary>Ends the epoch, whose last steps nobody may have looked at.</summary>
    /// <exception cref="NonFiniteException">A parameter is not finite, or every batch was left out.</exception>
    public void End()
    {
        if (LeftOut == _batch && LeftOut > 0)
        {
            throw new NonFiniteException($"epoch {_epoch}: every one of its {_batch} batches was left out. {LeftOutBecause}");
        }

        try
        {
            DetectAnomaly.RequireFinite(model);
        }
        catch (NonFiniteException found)
        {
            throw new NonFiniteException($"epoch {_epoch}, after its last batch: {found.Message}.", found) { Parameter = found.Parameter };
        }
    }

    private void LeaveOut(BatchStep step, Batch batch, NonFiniteException? found)
    {
        LeftOut++;
        if (policy.Skips && LeftOutBecause is not null)
        {
            return;
        }

        found ??= Examine(step, batch);
        string since = _stepsToALook > 1 ? $" or one of the {_stepsToALook - 1} before it" : string.Empty;
        string because = $"epoch {_epoch}, batch {_batch}{since}: {found?.Message ?? "loss, gradients and parameters are too large together to be added up: beyond 1.8e19"}{Images(batch, found)}.";
        if (!policy.Skips)
        {
            throw new NonFiniteException(because, found) { Operation = found?.Operation, Module = found?.Module, Parameter = found?.Parameter, Images = found?.Images ?? [] };
        }

        LeftOutBecause = because;
    }

    private NonFiniteException? Examine(BatchStep step, Batch batch)
    {
        try
        {
            step.Examine(batch);
            return null;
        }
        catch (NonFiniteException found)
        {
            return found;
        }
        finally
        {
            _before.PutBack();
        }
    }

    // By their places in the training set, so that they can be looked at.
    private static string Images(Batch batch, NonFiniteException? found)
    {
        int[] places = found is { Images.Count: > 0 } ? [.. found.Images] : [.. Enumerable.Range(0, batch.Count)];
        string which = places.Length == batch.Count ? "; the batch is training images" : "; only in training images";
        return $"{which} {string.Join(", ", places.Take(MostImagesNamed).Select(n => batch.Indices[n]))}{(places.Length > MostImagesNamed ? $" and {places.Length - MostImagesNamed} more" : string.Empty)}, counted from 0";
    }
}
