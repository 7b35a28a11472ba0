using StnEngine.Tests.Reference;

namespace StnEngine.Tests.Operations.Cases;

// Functions of one number, and what is made of them: Negate to Square, Scale, LeakyRelu, MeanSquaredError.
// They share the loop of Relu, which has the long shapes.
internal static class UnaryCases
{
    public static IEnumerable<OperationCase> All => Shapes.SelectMany(s => new[]
    {
        Of("Negate", s, Drawn.Signed, t => -t, Naive.Negate),
        Of("Sigmoid", s, Drawn.Between(-6, 6), t => t.Sigmoid(), Naive.Sigmoid),
        Of("Tanh", s, Drawn.Between(-3, 3), t => t.Tanh(), Naive.Tanh),
        Of("Exp", s, Drawn.Between(-3, 2), t => t.Exp(), Naive.Exp),
        Of("Log", s, Drawn.Between(0.1f, 4), t => t.Log(), Naive.Log),
        Of("Square", s, Drawn.Signed, t => t.Square(), Naive.Square),
        Of("Scale", s, Drawn.Signed, t => -2.5f * t, x => Naive.Scale(x, -2.5)),
        Scaled(s),
        LeakyRelu(s, 0.2f),
        MeanSquaredError(s),
    });

    public static IEnumerable<BadShape> Bad =>
    [
        BadTarget("other shapes", OperationInput.Batch("input", 17, 3), OperationInput.Batch("target", 17, 1), "[17, 3]", "[17, 1]"),
        BadTarget("a plain target", OperationInput.Batch("input", 17, 3), OperationInput.Plain("target", 17, 3), "[17, 3] (a batch)"),
    ];

    private static IEnumerable<OperationInput> Shapes =>
    [
        OperationInput.Batch("input", 1, 3),
        OperationInput.Batch("input", 17, 5, 3, 2),
        OperationInput.Batch("input", 33, 7),
        OperationInput.Plain("input"),
        OperationInput.Plain("input", 3, 7),
    ];

    private static OperationCase Of(
        string operation, OperationInput input, Func<RandomSource, int, float[]> values, Func<Tensor, Tensor> run, Func<Array64, Array64> reference) =>
        new(operation, $"{input}", [input with { Values = values }], t => run(t[0]), a => reference(a[0]));

    private static OperationCase Scaled(OperationInput input) =>
        new("Scale", $"{input} by 3", [input], t => t[0].Scale(3), a => Naive.Scale(a[0], 3));

    private static OperationCase LeakyRelu(OperationInput input, float slope) => new(
        "LeakyRelu", $"{input}", [input with { Values = Drawn.AwayFromZero }], t => t[0].LeakyRelu(slope), a => Naive.LeakyRelu(a[0], slope));

    private static OperationCase MeanSquaredError(OperationInput input) => new(
        "MeanSquaredError", $"{input}", [input, input with { Name = "target" }],
        t => t[0].MeanSquaredError(t[1]), a => Naive.MeanSquaredError(a[0], a[1]))
    {
        Terms = Array64.CountOf(input.Shape),
        ImagesAreIndependent = false,
    };

    private static BadShape BadTarget(string why, OperationInput input, OperationInput target, params string[] names) =>
        new("MeanSquaredError", why, [input, target], t => t[0].MeanSquaredError(t[1]), names);
}
