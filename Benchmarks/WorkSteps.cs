using StnEngine.Kernels;

namespace StnEngine.Benchmarks;

/// <summary>An operation on noise on a device: forward, and forward and backward with all its gradients, recorded.</summary>
internal sealed class WorkSteps : IWorkSteps
{
    private readonly Device _device;
    private readonly Tensor[] _inputs;
    private readonly Tensor _upstream;
    private readonly RecordedStep _forward;
    private readonly RecordedStep _both;

    public WorkSteps(Work work, Device device)
    {
        _device = device;
        var random = new RandomSource(1, "benchmark");
        _inputs = [.. work.Inputs.Select(input => Noise.Tensor(device, random, input.IsBatched, input.Shape))];
        _forward = RecordedStep.Record(device, () => work.Run(_inputs));
        Array.ForEach(_inputs, input => input.RequiresGrad = true);

        // Gradients of leaves are made in an eager step.
        using (TensorScope scope = TensorScope.Begin())
        {
            Tensor output = work.Run(_inputs);
            Output = output.ToArray();
            _upstream = scope.Keep(Noise.Tensor(device, random, output.IsBatched, output.Shape.Extents));
            output.Backward(_upstream);
        }

        _both = RecordedStep.Record(device, () => work.Run(_inputs).Backward(_upstream));
    }

    public float[] Output { get; }

    public void Forward() => Replay(_forward);

    public void ForwardBackward() => Replay(_both);

    public void Dispose()
    {
        _forward.Dispose();
        _both.Dispose();
        _upstream.Dispose();
        Array.ForEach(_inputs, input => input.Dispose());
    }

    private void Replay(RecordedStep step)
    {
        step.Replay();
        _device.Synchronize();
    }
}
