using ILGPU.Algorithms;

namespace StnEngine.Kernels.Gpu;

// Where a device's own function would lose NaN or digits.
internal static class GpuMath
{
    // The larger; NaN if either is. A device's instruction would give the other number.
    public static float Max(float a, float b) => a > b || float.IsNaN(a) ? a : b;

    // CUDA's logarithm is right to 2^-22 of 1, not of the result: near 1 the result is as small as that. There the series of
    // 2 atanh((x - 1) / (x + 1)) is used, whose first left-out term is below 2^-26 of the result.
    public static float Log(float x)
    {
        if (x < 0.75f || !(x < 1.4f))
        {
            return XMath.Log(x);
        }

        float s = (x - 1) / (x + 1);
        float z = s * s;
        return 2 * s * (1 + (z * ((1f / 3) + (z * ((1f / 5) + (z * ((1f / 7) + (z * (1f / 9)))))))));
    }
}
