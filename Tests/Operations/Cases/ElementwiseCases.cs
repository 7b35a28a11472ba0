using StnEngine.Tests.Reference;

namespace StnEngine.Tests.Operations.Cases;

// Relu, Sum, Mean, Reshape and Flatten. The long plain tensors are cut into several chunks.
internal static class ElementwiseCases
{
    public static IEnumerable<OperationCase> All =>
    [
        .. Shapes.Select(s => new OperationCase(
            "Relu", $"{s}", [s with { Values = Drawn.AwayFromZero }], t => t[0].Relu(), a => Naive.Relu(a[0]))),
        .. Shapes.Select(s => Whole("Sum", s, t => t.Sum(), Naive.Sum)),
        .. Shapes.Select(s => Whole("Mean", s, t => t.Mean(), Naive.Mean)),
        Reshaped(OperationInput.Batch("input", 1, 4, 3), [1, 2, 6]),
        Reshaped(OperationInput.Batch("input", 17, 2, 3), [17, 3, 2]),
        Reshaped(OperationInput.Batch("input", 33, 2, 2, 3), [33, -1, 3]),
        Reshaped(OperationInput.Batch("input", 17), [17, 1, 1]),
        Reshaped(OperationInput.Plain("input", 2, 6), [3, -1]),
        Reshaped(OperationInput.Plain("input", 1, 1), []),
        Flattened(1, 1, 2, 2),
        Flattened(17, 5),
        Flattened(33, 2, 1, 3),
    ];

    public static IEnumerable<BadShape> Bad =>
    [
        BadReshape("another count", OperationInput.Batch("input", 6, 4), [6, 5], "[6, 4]", "[6, 5]"),
        BadReshape("a batch axis that changes", OperationInput.Batch("input", 6, 4), [4, 6], "[6, 4]", "[4, 6]"),
        BadReshape("nothing that fits what is left", OperationInput.Plain("input", 7), [2, -1], "[7]", "[2, -1]"),
        BadReshape("two unknowns", OperationInput.Plain("input", 4), [-1, -1], "[4]", "[-1, -1]"),
        new("Flatten", "a plain tensor", [OperationInput.Plain("input", 2, 3)], t => t[0].Flatten(), "plain", "[2, 3]"),
    ];

    private static IEnumerable<OperationInput> Shapes =>
    [
        OperationInput.Batch("input", 1, 3),
        OperationInput.Batch("input", 15),
        OperationInput.Batch("input", 16, 3),
        OperationInput.Batch("input", 17, 5, 3, 2),
        OperationInput.Batch("input", 33, 7),
        OperationInput.Batch("input", 70, 2),
        OperationInput.Plain("input"),
        OperationInput.Plain("input", 3, 7),
        OperationInput.Plain("input", 8205),
    ];

    private static OperationCase Whole(string operation, OperationInput input, Func<Tensor, Tensor> run, Func<Array64, Array64> reference) =>
        new(operation, $"{input}", [input with { Values = Drawn.Between(-0.5f, 1) }], t => run(t[0]), a => reference(a[0]))
        {
            Terms = Array64.CountOf(input.Shape),
            ImagesAreIndependent = false,
        };

    private static OperationCase Reshaped(OperationInput input, int[] to) => new(
        "Reshape", $"{input} to [{string.Join(", ", to)}]", [input], t => t[0].Reshape(to),
        a => Naive.Reshape(a[0], [.. to.Select(e => e == -1 ? a[0].Count / to.Where(x => x != -1).Aggregate(1, (x, y) => x * y) : e)]))
    { ImagesAreIndependent = false };

    private static OperationCase Flattened(params int[] shape)
    {
        OperationInput input = OperationInput.Batch("input", shape);
        return new OperationCase("Flatten", $"{input}", [input], t => t[0].Flatten(), a => Naive.Reshape(a[0], a[0].Shape[0], a[0].Count / a[0].Shape[0]));
    }

    private static BadShape BadReshape(string why, OperationInput input, int[] to, params string[] names) =>
        new("Reshape", why, [input], t => t[0].Reshape(to), names);
}
