using StnEngine.Tests.Reference;

namespace StnEngine.Tests.Operations.Cases;

internal static class Pool2dCases
{
    public static IEnumerable<OperationCase> All =>
    [
        .. Windows.Select(w => w.Max()),
        .. Windows.Where(w => w.Ceil || w.Padding == default).Select(w => w.MaxRelu()),
        .. Windows.Select(w => w.Average(true)),
        .. Windows.Where(w => w.Ceil || w.Padding.Height > 0).Select(w => w.Average(false)),
    ];

    public static IEnumerable<BadShape> Bad => new[] { "MaxPool2d", "AvgPool2d" }.SelectMany(BadOf);

    private static IEnumerable<Window> Windows =>
    [
        new([1, 1, 4, 4], 2, 2),
        new([1, 5, 1, 1], 1, 1),
        new([1, 2, 5, 4], new(5, 4), 1),

        // A border that no window covers, and one that a hanging window does.
        new([17, 3, 5, 7], 2, 2),
        new([33, 2, 5, 7], 2, 2, Ceil: true),
        new([17, 2, 1, 3], 2, 2, Ceil: true),
        new([16, 2, 6, 5], new(3, 2), new(2, 1)),
        new([15, 1, 7, 6], new(2, 3), new(3, 4)),
        new([17, 2, 6, 7], 3, 2, 1),
        new([33, 1, 6, 5], new(4, 2), new(3, 2), new(2, 1), true),
        new([3, 1, 8, 7], new(2, 3), new(3, 4), 1, true),
    ];

    private static IEnumerable<BadShape> BadOf(string operation)
    {
        BadShape Of(string why, OperationInput input, Size2d kernel, Size2d? stride, Size2d? padding, params string[] names) => new(
            operation, why, [input], t => operation == "MaxPool2d" ? t[0].MaxPool2d(kernel, stride, padding) : t[0].AvgPool2d(kernel, stride, padding), names);
        OperationInput image = OperationInput.Batch("input", 2, 3, 5, 6);
        return
        [
            Of("a plain input", new("input", false, [2, 3, 5, 6]), 2, null, null, "plain", "[2, 3, 5, 6]"),
            Of("an input of rank 3", new("input", true, [2, 5, 6]), 2, null, null, "rank 4", "[2, 5, 6]"),
            Of("a window too high", image, new(6, 2), null, null, "[2, 3, 5, 6]", "6x2"),
            Of("a window too wide", image, new(2, 7), null, null, "[2, 3, 5, 6]", "2x7"),
            Of("an empty window", image, new(0, 2), null, null, "0x2"),
            Of("no stride", image, 2, new(2, 0), null, "2x0"),
            Of("more padding than half the window", image, new(3, 2), null, new(2, 1), "2x1", "3x2"),
            Of("negative padding", image, 2, null, new(0, -1), "0x-1"),
        ];
    }

    private sealed record Window(int[] Input, Size2d Kernel, Size2d Stride, Size2d Padding = default, bool Ceil = false)
    {
        private int Area => Kernel.Height * Kernel.Width;

        private string Text =>
            $"[{string.Join(", ", Input)}] batch, window {Kernel}, stride {Stride}, padding {Padding}{(Ceil ? ", ceil" : string.Empty)}";

        // Half of the largest values below zero, none at it.
        public OperationCase MaxRelu() => new(
            "MaxPool2d", Text + ", relu",
            [OperationInput.Batch("input", Input) with { GradTerms = Area, Values = (random, count) => Array.ConvertAll(Drawn.Distinct(random, count), v => v - 0.6123f) }],
            t => t[0].MaxPool2d(Kernel, Stride, Padding, Ceil, relu: true),
            a => Naive.Relu(Naive.MaxPool2d(a[0], Kernel.Height, Kernel.Width, Stride.Height, Stride.Width, Padding.Height, Padding.Width, Ceil)));

        public OperationCase Max() => new(
            "MaxPool2d", Text, [OperationInput.Batch("input", Input) with { GradTerms = Area, Values = Drawn.Distinct }],
            t => t[0].MaxPool2d(Kernel, Stride, Padding, Ceil),
            a => Naive.MaxPool2d(a[0], Kernel.Height, Kernel.Width, Stride.Height, Stride.Width, Padding.Height, Padding.Width, Ceil));

        public OperationCase Average(bool countPadding) => new(
            "AvgPool2d", Text + (countPadding ? string.Empty : ", padding not counted"), [OperationInput.Batch("input", Input) with { GradTerms = Area }],
            t => t[0].AvgPool2d(Kernel, Stride, Padding, Ceil, countPadding),
            a => Naive.AvgPool2d(a[0], Kernel.Height, Kernel.Width, Stride.Height, Stride.Width, Padding.Height, Padding.Width, Ceil, countPadding))
        { Terms = Area };
    }
}
