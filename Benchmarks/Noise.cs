using StnEngine.Kernels;

namespace StnEngine.Benchmarks;

/// <summary>Normally distributed numbers, as PyTorch's side of the comparison draws them.</summary>
internal static class Noise
{
    public static Tensor Tensor(Device device, RandomSource random, bool isBatched, params ReadOnlySpan<int> shape) => isBatched
        ? StnEngine.Tensor.Batch(device, Values(random, shape), shape)
        : StnEngine.Tensor.Plain(device, Values(random, shape), shape);

    // By Box and Muller.
    public static float[] Values(RandomSource random, ReadOnlySpan<int> shape)
    {
        float[] values = new float[new Shape(shape).Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = MathF.Sqrt(-2 * MathF.Log(1 - random.Uniform(0, 1))) * MathF.Cos(random.Uniform(0, 2 * MathF.PI));
        }

        return values;
    }
}
