using StnEngine.Kernels;
using StnEngine.Tests.Reference;

namespace StnEngine.Tests.Operations.Cases;

// AffineGrid, GridSample and SpatialTransform: each mode with each padding and both alignments, on two sizes.
internal static class SamplerCases
{
    // Image, then height and width of the output.
    private static readonly (int[] Image, int OutH, int OutW)[] Sizes =
    [
        ([17, 2, 5, 4], 3, 3), ([1, 3, 4, 7], 2, 5), ([33, 1, 3, 4], 2, 2), ([16, 1, 1, 5], 2, 3), ([15, 2, 1, 1], 2, 2), ([2, 1, 6, 3], 6, 3),
    ];

    public static IEnumerable<OperationCase> All =>
    [
        Grid(1, 3, 4, false), Grid(17, 1, 5, false), Grid(33, 4, 3, false), Grid(15, 1, 1, false),
        Grid(1, 4, 1, true), Grid(17, 3, 2, true), Grid(33, 2, 5, true), Grid(16, 1, 1, true),
        .. Choices.SelectMany((choice, i) => new[] { Sample(0, choice), Sample(1 + (i % (Sizes.Length - 1)), choice) }),
        .. Choices.SelectMany((choice, i) => new[] { Displace(0, choice), Displace(1 + ((i + 1) % (Sizes.Length - 1)), choice) }),
        .. Choices.SelectMany((choice, i) => new[] { Transform(0, choice), Transform(1 + ((i + 2) % (Sizes.Length - 1)), choice) }),
    ];

    public static IEnumerable<(SampleMode Mode, SamplePadding Padding, bool Align)> Choices =>
        from mode in Enum.GetValues<SampleMode>()
        from padding in Enum.GetValues<SamplePadding>()
        from align in new[] { false, true }
        select (mode, padding, align);

    public static IEnumerable<BadShape> Bad =>
    [
        new("AffineGrid", "a plain theta", [OperationInput.Plain("theta", 4, 2, 3)], t => t[0].AffineGrid(5, 5), "[4, 2, 3]"),
        new("AffineGrid", "theta on its side", [OperationInput.Batch("theta", 4, 3, 2)], t => t[0].AffineGrid(5, 5), "[4, 3, 2]"),
        new("AffineGrid", "theta in a row", [OperationInput.Batch("theta", 4, 6)], t => t[0].AffineGrid(5, 5), "[4, 6]"),
        new("AffineGrid", "no rows", [OperationInput.Batch("theta", 4, 2, 3)], t => t[0].AffineGrid(0, 5), "0 and 5"),
        BadSample("a plain image", OperationInput.Plain("image", 4, 1, 5, 5), OperationInput.Batch("grid", 4, 3, 3, 2), "plain", "[4, 1, 5, 5]"),
        BadSample("a grid of rank 3", OperationInput.Batch("image", 4, 1, 5, 5), OperationInput.Batch("grid", 4, 3, 2), "rank 4", "[4, 3, 2]"),
        BadSample("a grid of three coordinates", OperationInput.Batch("image", 4, 1, 5, 5), OperationInput.Batch("grid", 4, 3, 3, 3), "[4, 1, 5, 5]", "[4, 3, 3, 3]"),
        BadSample("fewer grids", OperationInput.Batch("image", 4, 1, 5, 5), OperationInput.Batch("grid", 3, 3, 3, 2), "[4, 1, 5, 5]", "[3, 3, 3, 2]"),
        BadDisplace("a displacement of rank 3", OperationInput.Batch("displacement", 4, 3, 2), "rank 4", "[4, 3, 2]"),
        BadDisplace("fewer displacements", OperationInput.Batch("displacement", 3, 3, 3, 2), "[4, 1, 5, 5]", "[3, 3, 3, 2]"),
        BadTransform("a plain image", OperationInput.Plain("image", 4, 1, 5, 5), OperationInput.Batch("theta", 4, 2, 3), 5, "plain", "[4, 1, 5, 5]"),
        BadTransform("theta on its side", OperationInput.Batch("image", 4, 1, 5, 5), OperationInput.Batch("theta", 4, 3, 2), 5, "[4, 3, 2]"),
        BadTransform("fewer thetas", OperationInput.Batch("image", 4, 1, 5, 5), OperationInput.Batch("theta", 3, 2, 3), 5, "[4, 1, 5, 5]", "[3, 2, 3]"),
        BadTransform("no columns", OperationInput.Batch("image", 4, 1, 5, 5), OperationInput.Batch("theta", 4, 2, 3), 0, "5 and 0"),
    ];

    private static OperationCase Grid(int n, int height, int width, bool align) => new(
        "AffineGrid", $"batch of {n}, {height}x{width}{(align ? ", aligned" : string.Empty)}", [OperationInput.Batch("theta", n, 2, 3) with { GradTerms = height * width }],
        t => t[0].AffineGrid(height, width, align), a => Naive.AffineGrid(a[0], height, width, align))
    { Terms = 3 };

    private static OperationCase Sample(int size, (SampleMode Mode, SamplePadding Padding, bool Align) choice)
    {
        (int[] image, int outH, int outW) = Sizes[size];
        int taps = Taps(choice.Mode);
        return new OperationCase(
            "GridSample", Text(size, choice),
            [
                OperationInput.Batch("image", image) with { GradTerms = taps * outH * outW },
                OperationInput.Batch("grid", image[0], outH, outW, 2) with { GradTerms = taps * image[1], Values = Drawn.Grid(image[2], image[3], choice.Align) },
            ],
            t => t[0].GridSample(t[1], choice.Mode, choice.Padding, choice.Align),
            a => Naive.GridSample(a[0], a[1], Lower(choice.Mode), Lower(choice.Padding), choice.Align))
        { Terms = taps };
    }

    private static OperationCase Displace(int size, (SampleMode Mode, SamplePadding Padding, bool Align) choice)
    {
        (int[] image, int outH, int outW) = Sizes[size];
        int taps = Taps(choice.Mode);
        return new OperationCase(
            "Displace", Text(size, choice),
            [
                OperationInput.Batch("image", image) with { GradTerms = taps * outH * outW },
                OperationInput.Batch("displacement", image[0], outH, outW, 2) with
                {
                    GradTerms = taps * image[1],
                    Values = Drawn.Displacement(image[2], image[3], outH, outW, choice.Align),
                },
            ],
            t => t[0].Displace(t[1], choice.Mode, choice.Padding, choice.Align),
            a => Naive.Displace(a[0], a[1], Lower(choice.Mode), Lower(choice.Padding), choice.Align))
        { Terms = taps };
    }

    private static OperationCase Transform(int size, (SampleMode Mode, SamplePadding Padding, bool Align) choice)
    {
        (int[] image, int outH, int outW) = Sizes[size];
        int taps = Taps(choice.Mode);
        return new OperationCase(
            "SpatialTransform", Text(size, choice),
            [
                OperationInput.Batch("image", image) with { GradTerms = taps * outH * outW },
                OperationInput.Batch("theta", image[0], 2, 3) with
                {
                    GradTerms = taps * image[1] * outH * outW,
                    Values = Drawn.Theta(image[2], image[3], outH, outW, choice.Align),
                },
            ],
            t => t[0].SpatialTransform(t[1], outH, outW, choice.Mode, choice.Padding, choice.Align),
            a => Naive.SpatialTransform(a[0], a[1], outH, outW, Lower(choice.Mode), Lower(choice.Padding), choice.Align))
        { Terms = taps };
    }

    private static string Text(int size, (SampleMode Mode, SamplePadding Padding, bool Align) choice) =>
        $"[{string.Join(", ", Sizes[size].Image)}] batch to {Sizes[size].OutH}x{Sizes[size].OutW}, {choice.Mode}, {choice.Padding}{(choice.Align ? ", aligned" : string.Empty)}";

    private static int Taps(SampleMode mode) => mode == SampleMode.Nearest ? 1 : mode == SampleMode.Bilinear ? 4 : 16;

    // The reference names modes and paddings as PyTorch does.
    private static string Lower<T>(T choice)
        where T : struct, Enum => choice.ToString().ToLowerInvariant();

    private static BadShape BadSample(string why, OperationInput image, OperationInput grid, params string[] names) =>
        new("GridSample", why, [image, grid], t => t[0].GridSample(t[1]), names);

    private static BadShape BadDisplace(string why, OperationInput displacement, params string[] names) =>
        new("Displace", why, [OperationInput.Batch("image", 4, 1, 5, 5), displacement], t => t[0].Displace(t[1]), names);

    private static BadShape BadTransform(string why, OperationInput image, OperationInput theta, int width, params string[] names) =>
        new("SpatialTransform", why, [image, theta], t => t[0].SpatialTransform(t[1], 5, width), names);
}
