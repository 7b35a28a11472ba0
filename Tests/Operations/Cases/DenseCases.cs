using StnEngine.Tests.Reference;

namespace StnEngine.Tests.Operations.Cases;

// Linear and MatMul.
internal static class DenseCases
{
    public static IEnumerable<OperationCase> All =>
    [
        Linear(1, 1, 1),
        Linear(17, 1, 5),
        Linear(33, 7, 3),
        Linear(16, 9, 1),
        Linear(15, 5, 17),
        Linear(2, 30, 33),
        Linear(70, 3, 11),
        Linear(33, 1, 1),
        Linear(17, 13, 10, false),
        Linear(1, 6, 8, false),
        Linear(17, 9, 6, relu: true),

        // Sums that a GPU splits.
        Linear(3, 300, 5, relu: true),
        Linear(33, 4, 5, false, relu: true),
        MatMul(1, 1, 1),
        MatMul(3, 5, 7),
        MatMul(1, 9, 65),
        MatMul(17, 1, 70),
        MatMul(5, 130, 1),
        MatMul(11, 7, 64),
        MatMul(4, 3, 131),
        MatMul(7, 1, 1),
        MatMul(35, 33, 40),
    ];

    public static IEnumerable<BadShape> Bad =>
    [
        BadLinear("a plain input", new("input", false, [5, 3]), new("weight", false, [2, 3]), [2], "plain", "[5, 3]"),
        BadLinear("an input of rank 4", new("input", true, [5, 3, 1, 1]), new("weight", false, [2, 3]), [2], "rank 2", "[5, 3, 1, 1]"),
        BadLinear("a batched weight", new("input", true, [5, 3]), new("weight", true, [2, 3]), [2], "a batch", "[2, 3]"),
        BadLinear("other features", new("input", true, [5, 3]), new("weight", false, [3, 2]), [3], "[5, 3]", "[3, 2]"),
        BadLinear("a bias too short", new("input", true, [5, 3]), new("weight", false, [2, 3]), [1], "[2]", "[1]"),
        BadMatMul("other inner extents", new("left", false, [2, 3]), new("right", false, [2, 3]), "[2, 3]", "[2, 3]"),
        BadMatMul("a batch", new("left", true, [2, 3]), new("right", false, [3, 4]), "a batch", "[2, 3]"),
        BadMatMul("a right matrix of rank 1", new("left", false, [2, 3]), new("right", false, [3]), "rank 2", "[3]"),
    ];

    private static OperationCase Linear(int n, int features, int outputs, bool bias = true, bool relu = false)
    {
        OperationInput[] inputs =
        [
            OperationInput.Batch("input", n, features) with { GradTerms = outputs },
            OperationInput.Plain("weight", outputs, features) with { GradTerms = n },
            OperationInput.Plain("bias", outputs) with { GradTerms = n },
        ];
        return new OperationCase(
            "Linear", $"{inputs[0]} to {outputs}{(bias ? string.Empty : ", no bias")}{(relu ? ", relu" : string.Empty)}", bias ? inputs : inputs[..2],
            t => t[0].Linear(t[1], bias ? t[2] : null, relu),
            a =>
            {
                Array64 output = Naive.Linear(a[0], a[1], bias ? a[2] : null);
                return relu ? Naive.Relu(output) : output;
            })
        { Terms = features };
    }

    private static OperationCase MatMul(int m, int k, int p) => new(
        "MatMul", $"{m}x{k} by {k}x{p}",
        [OperationInput.Plain("left", m, k) with { GradTerms = p }, OperationInput.Plain("right", k, p) with { GradTerms = m }],
        t => t[0].MatMul(t[1]), a => Naive.MatMul(a[0], a[1]))
    { Terms = k };

    private static BadShape BadLinear(string why, OperationInput input, OperationInput weight, int[] bias, params string[] names) =>
        new("Linear", why, [input, weight, OperationInput.Plain("bias", bias)], t => t[0].Linear(t[1], t[2]), names);

    private static BadShape BadMatMul(string why, OperationInput left, OperationInput right, params string[] names) =>
        new("MatMul", why, [left, right], t => t[0].MatMul(t[1]), names);
}
