using StnEngine.Benchmarks.Naive;

namespace StnEngine.Benchmarks;

/// <summary>One operation at a shape that the models really use: its inputs, how it is run on them, and what that takes at least.</summary>
/// <param name="Name">As tables show it, and as PyTorch's side of the comparison calls it.</param>
/// <param name="Inputs">Shapes; the first axis of a batched one is the batch.</param>
/// <param name="Outputs">Numbers that it gives.</param>
/// <param name="Run">The operation.</param>
/// <param name="Naive">The same as plain loops over floats: the baseline.</param>
/// <param name="Operations">Multiplications and additions of the forward pass; 0 for what only moves memory. The way back takes twice as many.</param>
internal sealed record Work(string Name, (bool IsBatched, int[] Shape)[] Inputs, long Outputs, Func<Tensor[], Tensor> Run, NaiveWork Naive, long Operations = 0)
{
    private const int Images = 256;

    /// <summary>Every operation that is measured, at a batch of 256.</summary>
    public static IReadOnlyList<Work> All { get; } =
    [
        Conv(1, 28, 8, 7),
        Conv(8, 11, 10, 5),
        Conv(10, 12, 20, 5),
        Conv(32, 13, 32, 7),
        new("max_pool 2 @24x10", [Batch(10, 24, 24)], Images * 10 * 12 * 12, t => t[0].MaxPool2d(2), new NaiveMaxPool(24)),
        new("linear 320->50", [Batch(320), Plain(50, 320), Plain(50)], Images * 50, t => t[0].Linear(t[1], t[2]), new NaiveLinear(Images, 320, 50), 2L * Images * 320 * 50),
        new("dropout mask 20x8x8", [Batch(20, 8, 8), Batch(20, 1, 1)], Images * 20 * 8 * 8, t => t[0] * t[1], new NaiveChannelProduct(8 * 8)),
        new("log_softmax 10", [Batch(10)], Images * 10, t => t[0].LogSoftmax(), new NaiveLogSoftmax(10)),
        Transform(1, 28),
        Transform(3, 48),
    ];

    /// <summary>Bytes of a forward pass that reads each input once and writes its output.</summary>
    public long Bytes => sizeof(float) * (Inputs.Sum(Count) + Outputs);

    /// <summary>Bytes of a forward pass and a way back that reads inputs and the output's gradient, and writes the inputs' gradients.</summary>
    public long BytesBoth => sizeof(float) * ((3 * Inputs.Sum(Count)) + (2 * Outputs));

    /// <summary>The work of that name.</summary>
    /// <param name="name">One of <see cref="All"/>.</param>
    /// <returns>The work.</returns>
    public static Work Named(string name) => All.Single(w => w.Name == name);

    private static long Count((bool IsBatched, int[] Shape) input) => new Shape(input.Shape).Count;

    private static (bool IsBatched, int[] Shape) Batch(params int[] rest) => (true, [Images, .. rest]);

    private static (bool IsBatched, int[] Shape) Plain(params int[] shape) => (false, shape);

    private static Work Conv(int channels, int size, int outputs, int kernel)
    {
        int outSize = size - kernel + 1;
        return new(
            $"conv {channels}->{outputs} {kernel}x{kernel} @{size}",
            [Batch(channels, size, size), Plain(outputs, channels, kernel, kernel), Plain(outputs)],
            Images * outputs * outSize * outSize,
            t => t[0].Conv2d(t[1], t[2]),
            new NaiveConv(Images, channels, size, outputs, kernel),
            2L * Images * outputs * outSize * outSize * channels * kernel * kernel);
    }

    // Affine grid and bilinear sampling with the gradients of both, the image's included.
    private static Work Transform(int channels, int size) => new(
        $"spatial_transform {channels}x{size}", [Batch(channels, size, size), Batch(2, 3)], Images * channels * size * size, t => t[0].SpatialTransform(t[1]), new NaiveTransform(Images, channels, size));
}
