using StnEngine.Kernels;

namespace StnEngine.Benchmarks;

/// <summary>One operation at a shape that the models really use: its inputs, and how it is run on them.</summary>
/// <param name="Name">As a table shows it.</param>
/// <param name="Inputs">Shapes; the first axis of a batched one is the batch.</param>
/// <param name="Run">The operation.</param>
internal sealed record Work(string Name, (bool IsBatched, int[] Shape)[] Inputs, Func<Tensor[], Tensor> Run)
{
    private const int Images = 256;

    /// <summary>Every operation that is measured, at a batch of 256.</summary>
    public static IReadOnlyList<Work> All { get; } =
    [
        Conv("conv 1->8 7x7 on 28x28", 1, 28, 8, 7),
        Conv("conv 8->10 5x5 on 11x11", 8, 11, 10, 5),
        Conv("conv 10->20 5x5 on 12x12", 10, 12, 20, 5),
        Conv("conv 32->32 7x7 on 13x13", 32, 13, 32, 7),
        new("max pool 2 with relu on 10x24x24", [Batch(10, 24, 24)], t => t[0].MaxPool2d(2, relu: true)),
        new("linear 320->50", [Batch(320), Plain(50, 320), Plain(50)], t => t[0].Linear(t[1], t[2])),
        new("dropout mask times 20x8x8", [Batch(20, 8, 8), Batch(20, 1, 1)], t => t[0] * t[1]),
        new("log-softmax 10", [Batch(10)], t => t[0].LogSoftmax()),
        Transform("spatial transform 1x28x28", 1, 28),
        Transform("spatial transform 3x48x48", 3, 48),
    ];

    private static (bool IsBatched, int[] Shape) Batch(params int[] rest) => (true, [Images, .. rest]);

    private static (bool IsBatched, int[] Shape) Plain(params int[] shape) => (false, shape);

    private static Work Conv(string name, int channels, int size, int outputs, int kernel) => new(
        name, [Batch(channels, size, size), Plain(outputs, channels, kernel, kernel), Plain(outputs)], t => t[0].Conv2d(t[1], t[2]));

    // Affine grid and bilinear sampling with the gradients of both, the image's included.
    private static Work Transform(string name, int channels, int size) => new(
        name, [Batch(channels, size, size), Batch(2, 3)], t => t[0].SpatialTransform(t[1]));
}
