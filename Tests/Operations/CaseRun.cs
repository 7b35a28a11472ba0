using StnEngine.Kernels;
using StnEngine.Tests.Reference;
using Xunit;

namespace StnEngine.Tests.Operations;

// A case's tensors on one device. Every run checks that no kernel wrote past the end of a buffer.
internal sealed class CaseRun : IDisposable
{
    private const double ToleranceOfOneTerm = 1e-5;
    private readonly CaseAnswer _answer;
    private readonly TensorScope _scope = TensorScope.Begin();

    public CaseRun(string spec, string name, int threads = 2)
    {
        _answer = OperationCases.Answer(name);
        Device = TestDevices.Open(spec, threads);
        Inputs = [.. _answer.Case.Inputs.Select((input, i) => input.On(Device, _answer.Values[i]))];
        foreach (int which in WithGradient)
        {
            Inputs[which].RequiresGrad = true;
        }
    }

    public Device Device { get; }

    public Tensor[] Inputs { get; }

    public IEnumerable<int> WithGradient => Enumerable.Range(0, Inputs.Length).Where(i => _answer.Case.Inputs[i].HasGradient);

    public Tensor Forward()
    {
        Tensor output = _answer.Case.Run(Inputs);
        Check();
        return output;
    }

    public Tensor UpstreamOf(Tensor output) => output.IsBatched
        ? Tensor.Batch(Device, _answer.Upstream, output.Shape.Extents)
        : Tensor.Plain(Device, _answer.Upstream, output.Shape.Extents);

    public void Backward(Tensor output, Tensor? upstream = null)
    {
        output.Backward(upstream ?? UpstreamOf(output));
        Check();
    }

    // The output, then the gradient of each input that has one.
    public float[][] Results()
    {
        Tensor output = Forward();
        if (_answer.Case.HasGradient)
        {
            Backward(output);
        }

        return [output.ToArray(), .. Gradients()];
    }

    public IEnumerable<float[]> Gradients() => WithGradient.Select(which => Inputs[which].Grad!.ToArray());

    public void ZeroGradients() => Array.ForEach(Inputs, input => input.ZeroGrad());

    public void AssertOutput(Tensor output)
    {
        Assert.Equal(_answer.Output.Shape, output.Shape.Extents.ToArray());
        AssertNear("the output", output.ToArray(), _answer.Output, _answer.Case.Terms);
    }

    public void AssertGradient(int which, double times = 1)
    {
        OperationInput input = _answer.Case.Inputs[which];
        Tensor? grad = Inputs[which].Grad;
        Assert.NotNull(grad);
        Assert.Equal(input.Shape, grad.Shape.Extents.ToArray());
        AssertNear($"the gradient of {input.Name}", grad.ToArray(), _answer.Gradient(which).Map(g => g * times), input.GradTerms);
    }

    public void Dispose()
    {
        _scope.Dispose();
        foreach (Tensor input in Inputs)
        {
            input.Dispose();
        }

        Device.Dispose();
    }

    private void Check() => TestDevices.AssertGuardsIntact(Device);

    private static void AssertNear(string what, float[] ours, Array64 expected, int terms)
    {
        double error = Comparison.RelativeError(ours, expected.Values), tolerance = ToleranceOfOneTerm * Math.Sqrt(terms);
        Assert.True(error <= tolerance, $"{what} is off by {error:G3} of its largest value; {tolerance:G3} is allowed for {terms} terms.");
    }
}
