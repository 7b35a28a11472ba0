namespace StnEngine.Benchmarks;

/// <summary>An operation on noise, ready to be timed.</summary>
internal interface IWorkSteps : IDisposable
{
    /// <summary>What the operation gave.</summary>
    float[] Output { get; }

    /// <summary>Runs the forward pass and waits for it.</summary>
    void Forward();

    /// <summary>Runs the forward pass and the way back, and waits for them.</summary>
    void ForwardBackward();
}
