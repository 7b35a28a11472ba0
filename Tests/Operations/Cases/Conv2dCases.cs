using StnEngine.Tests.Reference;

namespace StnEngine.Tests.Operations.Cases;

internal static class Conv2dCases
{
    public static IEnumerable<OperationCase> All =>
    [
        Of([1, 1, 1, 1], 1, 1),
        Of([17, 1, 5, 4], 1, new(3, 2)),
        Of([33, 2, 5, 6], 3, new(2, 3)),
        Of([1, 3, 7, 6], 5, 3, padding: 1),
        Of([15, 5, 4, 5], 7, new(3, 2), stride: new(2, 1), padding: new(1, 0)),
        Of([16, 7, 5, 4], 9, 2, stride: new(1, 2)),
        Of([17, 9, 4, 3], 11, 2, padding: 1),
        Of([33, 11, 3, 4], 2, new(3, 4)),
        Of([1, 17, 5, 4], 9, new(2, 3), dilation: new(2, 1)),
        Of([2, 2, 9, 8], 17, 3, padding: new(2, 3), dilation: new(3, 2)),
        Of([17, 3, 3, 2], 20, 1),
        Of([3, 2, 7, 8], 5, new(2, 1), stride: new(3, 4)),
        Of([17, 5, 5, 5], 10, 1, stride: 2),
        Of([5, 2, 6, 7], 3, new(4, 5), stride: new(2, 3), padding: new(1, 2), dilation: new(1, 2)),

        // Windows that lie wholly on the padding.
        Of([5, 2, 3, 4], 3, 2, padding: new(2, 3)),

        // The weight gradient walks the rows in several chunks, or one row is a chunk.
        Of([1, 1, 12, 13], 4, 3, padding: 1),
        Of([1, 1, 2, 70], 2, new(1, 3)),

        // More weights than one part of the sum over blocks; an odd number of blocks, and many.
        Of([2, 17, 4, 3], 11, new(3, 2)),
        Of([70, 1, 3, 3], 2, 2),
        Of([1, 2, 4, 4], 3, new(2, 3), bias: false),
        Of([17, 3, 6, 5], 5, 3, stride: new(2, 1), bias: false),

        // So many weights and rows that a GPU sums several rows together. A window too wide for it to stage at once.
        Of([2, 6, 41, 2], 16, 2),
        Of([1, 1, 1, 1100], 1, new(1, 1095), relu: true),

        // With ReLU in the same pass.
        Of([17, 3, 5, 6], 6, new(2, 3), padding: 1, relu: true),
        Of([33, 2, 4, 3], 3, 2, bias: false, relu: true),
    ];

    public static IEnumerable<BadShape> Bad =>
    [
        BadOf("a plain input", new("input", false, [2, 3, 5, 5]), [4, 3, 2, 2], [4], "plain", "[2, 3, 5, 5]"),
        BadOf("an input of rank 2", new("input", true, [2, 3]), [4, 3, 2, 2], [4], "rank 4", "[2, 3]"),
        BadOf("a weight of rank 3", new("input", true, [2, 3, 5, 5]), [4, 3, 2], [4], "rank 4", "[4, 3, 2]"),
        BadOf("other channels", new("input", true, [2, 3, 5, 5]), [4, 2, 2, 2], [4], "[2, 3, 5, 5]", "[4, 2, 2, 2]"),
        BadOf("a bias too long", new("input", true, [2, 3, 5, 5]), [4, 3, 2, 2], [5], "[4]", "[5]"),
        BadOf("a bias of rank 2", new("input", true, [2, 3, 5, 5]), [4, 3, 2, 2], [4, 1], "[4]", "[4, 1]"),
        BadOf("a window too high", new("input", true, [2, 3, 5, 6]), [4, 3, 6, 2], [4], "[2, 3, 5, 6]", "6x2"),
        BadOf("a window too wide", new("input", true, [2, 3, 6, 5]), [4, 3, 2, 6], [4], "[2, 3, 6, 5]", "2x6"),
        Options("no stride", stride: 0),
        Options("no dilation", dilation: new(1, 0)),
        Options("negative padding", padding: new(0, -1)),
        Options("a dilated window too wide", dilation: new(1, 5)),
    ];

    private static OperationCase Of(
        int[] input, int outC, Size2d kernel, Size2d? stride = null, Size2d? padding = null, Size2d? dilation = null, bool bias = true, bool relu = false)
    {
        (Size2d s, Size2d p, Size2d d) = (stride ?? 1, padding ?? 0, dilation ?? 1);
        int terms = input[1] * kernel.Height * kernel.Width;
        int positions = input[0] * input[2] * input[3];
        OperationInput[] inputs =
        [
            OperationInput.Batch("input", input) with { GradTerms = outC * kernel.Height * kernel.Width },
            OperationInput.Plain("weight", outC, input[1], kernel.Height, kernel.Width) with { GradTerms = positions },
            OperationInput.Plain("bias", outC) with { GradTerms = positions },
        ];
        return new OperationCase(
            "Conv2d",
            $"{inputs[0]} to {outC}, window {kernel}, stride {s}, padding {p}, dilation {d}{(bias ? string.Empty : ", no bias")}{(relu ? ", relu" : string.Empty)}",
            bias ? inputs : inputs[..2],
            t => t[0].Conv2d(t[1], bias ? t[2] : null, s, p, d, relu),
            a =>
            {
                Array64 output = Naive.Conv2d(a[0], a[1], bias ? a[2] : null, s.Height, s.Width, p.Height, p.Width, d.Height, d.Width);
                return relu ? Naive.Relu(output) : output;
            })
        { Terms = terms };
    }

    private static BadShape BadOf(string why, OperationInput input, int[] weight, int[] bias, params string[] names) => new(
        "Conv2d", why, [input, OperationInput.Plain("weight", weight), OperationInput.Plain("bias", bias)], t => t[0].Conv2d(t[1], t[2]), names);

    private static BadShape Options(string why, Size2d? stride = null, Size2d? padding = null, Size2d? dilation = null) => new(
        "Conv2d", why, [OperationInput.Batch("input", 2, 1, 5, 5), OperationInput.Plain("weight", 1, 1, 2, 2)],
        t => t[0].Conv2d(t[1], null, stride, padding, dilation), $"{stride ?? padding ?? dilation}");
}
