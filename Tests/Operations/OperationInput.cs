using StnEngine.Kernels;
using StnEngine.Tests.Reference;

namespace StnEngine.Tests.Operations;

// One input of a case: its shape, whether its first axis is the batch, and how its numbers are drawn.
internal sealed record OperationInput(string Name, bool IsBatched, int[] Shape)
{
    public Func<RandomSource, int, float[]> Values { get; init; } = Drawn.Signed;

    // Labels and counters have none.
    public bool HasGradient { get; init; } = true;

    // Terms that are summed into one element of this input's gradient: the tolerance grows with their root.
    public int GradTerms { get; init; } = 1;

    public Layout Layout => IsBatched ? Layout.Batch(Shape[0], Array64.CountOf(Shape) / Shape[0]) : Layout.Plain(Array64.CountOf(Shape));

    public static OperationInput Batch(string name, params int[] shape) => new(name, true, shape);

    public static OperationInput Plain(string name, params int[] shape) => new(name, false, shape);

    public Tensor On(Device device, ReadOnlySpan<float> values) =>
        IsBatched ? Tensor.Batch(device, values, Shape) : Tensor.Plain(device, values, Shape);

    public override string ToString() => $"[{string.Join(", ", Shape)}]{(IsBatched ? " batch" : string.Empty)}";
}
