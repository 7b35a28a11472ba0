using StnEngine.Tests.Reference;

namespace StnEngine.Tests.Operations.Cases;

// Sum, Mean and Max over some axes: each kept and reduced in turn, alone and beside each other, with and without the batch.
internal static class AxisReduceCases
{
    public static IEnumerable<OperationCase> All =>
    [
        .. Reductions.SelectMany(r => new[] { Sum(r.Input, r.Axes, r.KeepDims), Mean(r.Input, r.Axes, r.KeepDims) }),
        .. Maxima.Select(m => Max(m.Input, m.Axis, m.KeepDims)),
        new("Subtract", "a batch and its own mean", [B(17, 3, 2, 2) with { GradTerms = 68 }],
            t => t[0] - t[0].Mean([0, 2, 3], keepDims: true), a => Naive.Subtract(a[0], Naive.Mean(a[0], [0, 2, 3], keepDims: true)))
        {
            Terms = 68,
            ImagesAreIndependent = false,
        },
    ];

    public static IEnumerable<BadShape> Bad =>
    [
        .. BadAxes("Sum", (t, axes) => t.Sum(axes)),
        .. BadAxes("Mean", (t, axes) => t.Mean(axes)),
        new("Max", "an axis that is not there", [B(17, 3)], t => t[0].Max(2), "[2]", "[17, 3]", "-2 to 1"),
        new("Max", "the batch", [B(17, 3)], t => t[0].Max(0), "axis 0", "[17, 3]", "batch"),
        new("Max", "the batch from the end", [B(17, 3)], t => t[0].Max(-2), "axis -2", "[17, 3]", "batch"),
        new("Max", "a scalar", [P()], t => t[0].Max(0), "[]"),
    ];

    private static IEnumerable<(OperationInput Input, int[] Axes, bool KeepDims)> Reductions =>
    [
        (B(1, 3, 2, 5), [1], false),
        (B(17, 3, 2, 5), [1], true),
        (B(33, 3, 2, 2), [2], false),
        (B(17, 3, 2, 5), [-1], false),
        (B(16, 3, 2, 5), [3, 2], true),
        (B(15, 3, 2, 5), [1, 3], false),
        (B(17, 3, 2, 5), [3, 2, 1], false),
        (B(17, 2, 3, 2, 3), [2, 4], false),
        (B(17, 2, 3, 2, 3), [-2, 1], true),
        (B(33, 4), [1], true),
        (B(17, 1, 3), [1], false),

        // Over the batch too.
        (B(1, 3, 2), [0], false),
        (B(33, 3, 2), [0], true),
        (B(17, 3, 2, 5), [0, 2, 3], false),
        (B(33, 3, 2, 2), [2, 0, 3], true),
        (B(70, 2, 3), [0, 1], false),
        (B(17, 5), [0, 1], true),
        (B(33), [0], false),

        // More sums than one part of the sum over blocks. Its gradient spreads one number over many, however many there are; by differences it takes seven seconds.
        (B(18, 1100) with { HasGradient = false }, [0], false),

        (P(7), [0], false),
        (P(7), [0], true),
        (P(5, 3), [0], false),
        (P(5, 3), [1], true),
        (P(2, 3, 4, 5), [0, 2], false),
        (P(2, 3, 4, 5), [1, 3], true),
        (P(2, 3, 1, 4), [1, 3], false),

        // More kept positions than one chunk.
        (P(3, 70), [0], false),
        (P(2, 3, 2, 1, 2, 1), [1, 3], false),
    ];

    private static IEnumerable<(OperationInput Input, int Axis, bool KeepDims)> Maxima =>
    [
        (B(1, 3, 2, 5), 1, false),
        (B(17, 3, 2, 5), 1, true),
        (B(33, 3, 2, 2), 2, false),
        (B(17, 3, 2, 5), -1, false),
        (B(33, 7), -1, true),
        (B(17, 2, 1, 3), 2, false),
        (P(7), 0, false),
        (P(5, 3), 0, true),
        (P(3, 70), 0, false),
        (P(2, 3, 4), -2, false),
    ];

    private static OperationInput B(params int[] shape) => OperationInput.Batch("input", shape);

    private static OperationInput P(params int[] shape) => OperationInput.Plain("input", shape);

    private static OperationCase Sum(OperationInput input, int[] axes, bool keepDims) =>
        Of("Sum", input, axes, keepDims, t => t.Sum(axes, keepDims), a => Naive.Sum(a, axes, keepDims));

    private static OperationCase Mean(OperationInput input, int[] axes, bool keepDims) =>
        Of("Mean", input, axes, keepDims, t => t.Mean(axes, keepDims), a => Naive.Mean(a, axes, keepDims));

    private static OperationCase Max(OperationInput input, int axis, bool keepDims) =>
        Of("Max", input with { Values = Drawn.Distinct }, [axis], keepDims, t => t.Max(axis, keepDims), a => Naive.Max(a, axis, keepDims)) with { Terms = 1 };

    private static OperationCase Of(
        string operation, OperationInput input, int[] axes, bool keepDims, Func<Tensor, Tensor> run, Func<Array64, Array64> reference) => new(
            operation, $"{input} over [{string.Join(", ", axes)}]{(keepDims ? ", kept" : string.Empty)}", [input], t => run(t[0]), a => reference(a[0]))
        {
            Terms = axes.Aggregate(1, (terms, axis) => terms * input.Shape[axis < 0 ? axis + input.Shape.Length : axis]),
            ImagesAreIndependent = !axes.Contains(0) && !axes.Contains(-input.Shape.Length),
        };

    private static IEnumerable<BadShape> BadAxes(string operation, Func<Tensor, int[], Tensor> run)
    {
        BadShape Of(string why, OperationInput input, int[] axes, params string[] names) => new(operation, why, [input], t => run(t[0], axes), names);
        return
        [
            Of("an axis past the last", B(17, 3), [0, 2], "[0, 2]", "[17, 3]", "-2 to 1"),
            Of("an axis before the first", B(17, 3), [-3], "[-3]", "[17, 3]"),
            Of("an axis twice", P(2, 3, 4), [1, -2], "[1, -2]", "[2, 3, 4]", "axis 1"),
            Of("no axis", P(2, 3), [], "[2, 3]"),
            Of("axes that alternate too often", P(2, 3, 2, 3, 2), [0, 2, 4], "[0, 2, 4]", "[2, 3, 2, 3, 2]"),
        ];
    }
}
