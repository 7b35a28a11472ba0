namespace StnEngine.Benchmarks;

/// <summary>An operation on noise, ready to be timed.</summary>
internal interface IWorkSteps : IDisposable
{
    /// <summary>What the operation gave.</summary>
    float[] Output { get; }

    /// <summary>Runs the forward pass so often without waiting, as in training, where the host runs ahead of the device; then waits.</summary>
    /// <param name="times">Passes.</param>
    void Forward(int times);

    /// <summary>Runs the forward pass and the way back so often, then waits.</summary>
    /// <param name="times">Passes.</param>
    void ForwardBackward(int times);
}
