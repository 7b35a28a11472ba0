using StnEngine.Tests.Reference;

namespace StnEngine.Tests.Operations.Cases;

// Training and evaluation. A trained channel has at least six numbers: of fewer the gradient is a difference of almost equals.
internal static class BatchNormCases
{
    private const float Epsilon = 0.01f;

    public static IEnumerable<OperationCase> All =>
    [
        Of(true, 1, 3, 2, 5),
        Of(true, 17, 2, 3, 2),
        Of(true, 33, 5),
        Of(true, 16, 3, 1, 2),
        Of(true, 15, 1, 3),
        Of(true, 70, 2),
        Of(true, 6, 11),
        Of(false, 1, 1),
        Of(false, 1, 3, 2, 5),
        Of(false, 17, 2, 3, 2),
        Of(false, 33, 5),
        Of(false, 15, 4, 3),

        // More channels than one part of the sum over blocks.
        Of(false, 2, 1100),
        Of(true, 19, 1100) with { Inputs = [.. Inputs([19, 1100]).Select(i => i with { HasGradient = false })] },
    ];

    public static IEnumerable<BadShape> Bad =>
    [
        BadOf("one number a channel", OperationInput.Batch("input", 1, 3), [3], [3], "[1, 3]", "more than one"),
        BadOf("one number a channel of an image", OperationInput.Batch("input", 1, 3, 1, 1), [3], [3], "[1, 3, 1, 1]"),
        BadOf("a plain input", OperationInput.Plain("input", 5, 3), [3], [3], "plain", "[5, 3]"),
        BadOf("an input of rank 1", OperationInput.Batch("input", 5), [5], [5], "a batch", "[5]"),
        BadOf("other weights", OperationInput.Batch("input", 5, 3, 2), [2], [3], "weight", "[3]", "[2]"),
        BadOf("other running statistics", OperationInput.Batch("input", 5, 3, 2), [3], [3, 1], "running mean", "[3]", "[3, 1]"),
    ];

    private static OperationCase Of(bool training, params int[] shape) => new(
        "BatchNorm", $"[{string.Join(", ", shape)}] batch, {(training ? "training" : "evaluation")}", Inputs(shape),
        t => t[0].BatchNorm(t[1], t[2], t[3], t[4], training, epsilon: Epsilon),
        a =>
        {
            (Array64 mean, Array64 variance) = training ? Naive.ChannelStatistics(a[0]) : (a[3], a[4]);
            return Naive.BatchNorm(a[0], a[1], a[2], mean, variance, Epsilon);
        })
    { ImagesAreIndependent = !training };

    private static OperationInput[] Inputs(int[] shape)
    {
        int count = shape[0] * Array64.CountOf(shape.AsSpan(2));
        return
        [
            OperationInput.Batch("input", shape) with { GradTerms = count },
            OperationInput.Plain("weight", shape[1]) with { GradTerms = count, Values = Drawn.AwayFromZero },
            OperationInput.Plain("bias", shape[1]) with { GradTerms = count },
            OperationInput.Plain("running mean", shape[1]) with { HasGradient = false },
            OperationInput.Plain("running variance", shape[1]) with { HasGradient = false, Values = Drawn.Between(0.2f, 2) },
        ];
    }

    private static BadShape BadOf(string why, OperationInput input, int[] weight, int[] running, params string[] names) => new(
        "BatchNorm", why,
        [
            input, OperationInput.Plain("weight", weight), OperationInput.Plain("bias", weight),
            OperationInput.Plain("running mean", running), OperationInput.Plain("running variance", running),
        ],
        t => t[0].BatchNorm(t[1], t[2], t[3], t[4], training: true), names);
}
