namespace StnEngine.Benchmarks.Naive;

/// <summary>The plain loops on the same noise that a device gets.</summary>
internal sealed class NaiveSteps : IWorkSteps
{
    private readonly NaiveWork _work;
    private readonly float[][] _inputs;
    private readonly float[][] _gradInputs;
    private readonly float[] _upstream;

    public NaiveSteps(Work work)
    {
        _work = work.Naive;
        var random = new RandomSource(1, "benchmark");
        _inputs = [.. work.Inputs.Select(input => Noise.Values(random, input.Shape))];
        _gradInputs = [.. _inputs.Select(input => new float[input.Length])];
        Output = new float[work.Outputs];
        _upstream = Noise.Values(random, [Output.Length]);
        _work.Forward(_inputs, Output);
    }

    public float[] Output { get; }

    public void Forward() => _work.Forward(_inputs, Output);

    public void ForwardBackward()
    {
        _work.Forward(_inputs, Output);
        _work.Backward(_inputs, Output, _upstream, _gradInputs);
    }

    public void Dispose()
    {
    }
}
