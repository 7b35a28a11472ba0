using StnEngine.Tests.Reference;

namespace StnEngine.Tests.Operations.Cases;

// Add and Multiply on every pair of shapes, each side in each place; Subtract and Divide, which share their loops, on one pair of each kind.
internal static class BroadcastCases
{
    public static IEnumerable<OperationCase> All =>
    [
        .. Pairs.SelectMany(p => new[] { Add(p.A, p.B), Multiply(p.A, p.B) }),
        .. Pairs.Where(p => p.A.ToString() != p.B.ToString()).SelectMany(p => new[] { Add(p.B, p.A), Multiply(p.B, p.A) }),
        .. FewPairs.SelectMany(p => new[] { Subtract(p.A, p.B), Divide(p.A, p.B) }),
        .. FewPairs.Where(p => p.A.ToString() != p.B.ToString()).SelectMany(p => new[] { Subtract(p.B, p.A), Divide(p.B, p.A) }),

        // More sums than one part of the sum over blocks.
        Add(OperationInput.Batch("left", 2, 1100), OperationInput.Plain("right", 1100)),
    ];

    public static IEnumerable<BadShape> Bad =>
    [
        .. BadOf("other channels", OperationInput.Batch("left", 17, 3, 2, 4), OperationInput.Plain("right", 4, 1, 1)),
        .. BadOf("two batches of other sizes", OperationInput.Batch("left", 17, 3), OperationInput.Batch("right", 16, 3)),
        .. BadOf("a batch of one stretched", OperationInput.Batch("left", 17, 3), OperationInput.Batch("right", 1, 3)),
        .. BadOf("batches of other ranks", OperationInput.Batch("left", 17, 3, 2), OperationInput.Batch("right", 17, 2)),
        .. BadOf("a plain tensor with more axes", OperationInput.Batch("left", 17, 3), OperationInput.Plain("right", 17, 3)),
        .. BadOf("plain tensors that do not fit", OperationInput.Plain("left", 2, 3), OperationInput.Plain("right", 2, 1, 4)),
    ];

    private static IEnumerable<(OperationInput A, OperationInput B)> Pairs =>
    [
        (B(1, 5), B(1, 5)),
        (B(33), B(33)),
        (B(17, 3, 2, 4), B(17, 3, 2, 4)),
        (B(17, 3, 2, 4), P(3, 1, 1)),
        (B(33, 3, 2, 2), P()),
        (B(17, 3, 2, 4), P(1)),
        (B(15, 3, 2, 4), P(4)),
        (B(16, 3, 2, 4), P(2, 4)),
        (B(1, 3, 2, 4), P(3, 2, 4)),
        (B(17, 3, 2, 4), B(17, 1, 1, 1)),
        (B(33, 3, 2, 2), B(33, 3, 1, 1)),
        (B(17, 3, 2, 4), B(17, 1, 2, 1)),
        (B(33, 3, 1, 4), B(33, 1, 2, 1)),
        (B(17, 1, 1, 5), P(3, 2, 1)),
        (B(17), P()),
        (P(7), P(7)),
        (P(3, 1), P(1, 4)),
        (P(2, 3, 4), P(3, 1)),
        (P(5), P()),
        (P(), P()),
        (P(2, 1, 3, 1), P(1, 4, 1, 2)),
        (B(17, 3, 2, 2), P(1, 3, 1, 1)),
        (B(33), P(1)),
        (B(17, 2, 1, 2, 1, 3), P()),
        (P(2, 1, 2, 1, 3), P()),
    ];

    private static IEnumerable<(OperationInput A, OperationInput B)> FewPairs =>
    [
        (B(1, 5), B(1, 5)),
        (B(17, 3, 2, 4), P(3, 1, 1)),
        (B(33, 3, 2, 2), P()),
        (B(17, 3, 2, 4), B(17, 1, 1, 1)),
        (P(7), P(7)),
        (P(3, 1), P(1, 4)),
    ];

    private static OperationInput B(params int[] shape) => OperationInput.Batch(string.Empty, shape);

    private static OperationInput P(params int[] shape) => OperationInput.Plain(string.Empty, shape);

    private static OperationCase Add(OperationInput left, OperationInput right) => Of("Add", Tensor.Add, Naive.Add, left, right);

    private static OperationCase Multiply(OperationInput left, OperationInput right) => Of("Multiply", Tensor.Multiply, Naive.Multiply, left, right);

    private static OperationCase Subtract(OperationInput left, OperationInput right) => Of("Subtract", Tensor.Subtract, Naive.Subtract, left, right);

    private static OperationCase Divide(OperationInput left, OperationInput right) =>
        Of("Divide", Tensor.Divide, Naive.Divide, left, right with { Values = Drawn.Divisors });

    private static OperationCase Of(
        string operation, Func<Tensor, Tensor, Tensor> run, Func<Array64, Array64, Array64> reference, OperationInput left, OperationInput right)
    {
        int count = reference(Array64.Zeros(left.Shape), Array64.Zeros(right.Shape)).Count;
        OperationInput Side(string name, OperationInput input) => input with { Name = name, GradTerms = count / Array64.CountOf(input.Shape) };
        return new OperationCase(
            operation, $"{left} with {right}", [Side("left", left), Side("right", right)], t => run(t[0], t[1]), a => reference(a[0], a[1]));
    }

    private static IEnumerable<BadShape> BadOf(string why, OperationInput left, OperationInput right)
    {
        string[] names = [$"[{string.Join(", ", left.Shape)}]", $"[{string.Join(", ", right.Shape)}]"];
        return
        [
            new("Add", why, [left, right], t => t[0] + t[1], names),
            new("Add", why + ", swapped", [right, left], t => t[0] + t[1], names),
            new("Multiply", why, [left, right], t => t[0] * t[1], names),
            new("Multiply", why + ", swapped", [right, left], t => t[0] * t[1], names),
            new("Subtract", why, [left, right], t => t[0] - t[1], names),
            new("Divide", why, [left, right], t => t[0] / t[1], names),
        ];
    }
}
