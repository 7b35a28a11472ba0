using StnEngine.Kernels;

namespace StnEngine.Layers;

/// <summary>Where a module is being built: its device, the root seed, and its path in the model.</summary>
/// <param name="Device">The device of its parameters.</param>
/// <param name="Seed">Root seed; each parameter draws from a stream of its own, <c>init/path.name</c>.</param>
/// <param name="Path">Names from the model down to the module, joined by dots; empty for the model itself.</param>
public sealed record ModuleContext(Device Device, ulong Seed, string Path = "")
{
    /// <summary>Told how many numbers a parameter has before it is made, and may throw to forbid it; null for nobody.</summary>
    public Action<long>? Making { get; init; }

    /// <summary>The context of a child.</summary>
    /// <param name="name">The child's name.</param>
    /// <returns>The same device and seed, a longer path.</returns>
    public ModuleContext Child(string name) => this with { Path = FullName(name) };

    /// <summary>A name with the path before it.</summary>
    /// <param name="name">For example <c>weight</c>.</param>
    /// <returns>For example <c>conv1.weight</c>.</returns>
    public string FullName(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    /// <summary>A parameter drawn evenly from <c>-bound..bound</c>.</summary>
    /// <param name="name">Its name in the module.</param>
    /// <param name="bound">Largest magnitude. PyTorch's default is <c>1 / sqrt(fan-in)</c> for weights and biases alike.</param>
    /// <param name="shape">Its shape.</param>
    /// <returns>A plain leaf that requires a gradient.</returns>
    public Tensor Uniform(string name, float bound, params ReadOnlySpan<int> shape)
    {
        var random = new RandomSource(Seed, "init/" + FullName(name));
        int count = new Shape(shape).Count;
        Making?.Invoke(count);
        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.Uniform(-bound, bound);
        }

        Tensor parameter = Tensor.Plain(Device, values, shape);
        parameter.RequiresGrad = true;
        return parameter;
    }
}
