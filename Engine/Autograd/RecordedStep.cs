using StnEngine.Kernels;

namespace StnEngine;

/// <summary>A step (forward, backward, update) recorded once and run many times, with no allocation and no dispatch of its own.</summary>
/// <remarks>
/// Recording runs nothing. The tensors made in it keep their memory until the step is disposed, so a loss can be read after a
/// replay. Input goes in by <see cref="Tensor.Upload"/> to tensors made before; a batch of another size is another recording.
/// A replay gives the same bits as the same step run eagerly.
/// </remarks>
public sealed class RecordedStep : IDisposable
{
    private readonly TensorScope _scope;
    private readonly Recording _recording;

    private RecordedStep(TensorScope scope, Recording recording)
    {
        _scope = scope;
        _recording = recording;
    }

    /// <summary>Records the operations of a step.</summary>
    /// <param name="device">The device all of its tensors are on.</param>
    /// <param name="step">Makes the operations; may not upload, download or wait.</param>
    /// <returns>The step, not run yet.</returns>
    /// <exception cref="DeviceException">The step waited for the device, or another is being recorded.</exception>
    /// <exception cref="InvalidOperationException">A <see cref="DetectAnomaly"/> is open.</exception>
    public static RecordedStep Record(Device device, Action step)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(step);
        if (DetectAnomaly.IsOn)
        {
            throw new InvalidOperationException("Record: a DetectAnomaly is open, which looks at each operation as it runs; recording runs none. Run the step eagerly, or end it first.");
        }

        TensorScope scope = TensorScope.Begin();
        try
        {
            Recording recording = device.Record(step);
            scope.Close();
            return new RecordedStep(scope, recording);
        }
        catch
        {
            scope.Dispose();
            throw;
        }
    }

    /// <summary>Records the operations of a step that has a result, such as its loss.</summary>
    /// <param name="device">The device all of its tensors are on.</param>
    /// <param name="step">Makes the operations; may not upload, download or wait.</param>
    /// <param name="result">What the step gives: read it after a replay.</param>
    /// <returns>The step, not run yet.</returns>
    /// <exception cref="DeviceException">The step waited for the device, or another is being recorded.</exception>
    /// <exception cref="InvalidOperationException">A <see cref="DetectAnomaly"/> is open.</exception>
    public static RecordedStep Record(Device device, Func<Tensor> step, out Tensor result)
    {
        ArgumentNullException.ThrowIfNull(step);
        Tensor? made = null;
        RecordedStep recorded = Record(device, () => { made = step(); });
        result = made!;
        return recorded;
    }

    /// <summary>Runs the step.</summary>
    public void Replay() => _recording.Replay();

    /// <summary>Frees the recording and the tensors made in it.</summary>
    public void Dispose()
    {
        _recording.Dispose();
        _scope.Dispose();
    }
}
