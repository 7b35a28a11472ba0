using StnEngine.Layers;

namespace StnEngine.Tests.Onnx;

// A module of a user's own: parts, and whatever tensor operations make of them.
internal sealed class Computed : Module
{
    private readonly Func<Tensor, Tensor> _run;

    public Computed(Func<Tensor, Tensor> run, params Module[] parts)
    {
        _run = run;
        for (int i = 0; i < parts.Length; i++)
        {
            Add($"{i}", parts[i]);
        }
    }

    protected override Tensor Run(Tensor input) => _run(input);
}
