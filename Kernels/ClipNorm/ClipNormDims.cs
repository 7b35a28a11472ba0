using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>How far gradients may reach.</summary>
/// <param name="Length">Gradients in one flat buffer.</param>
/// <param name="MaxNorm">Longest norm that is left as it is.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ClipNormDims(int Length, float MaxNorm)
{
    /// <summary>Added to the norm, so that nothing is divided by zero; PyTorch's number.</summary>
    public const float Epsilon = 1e-6f;

    /// <summary>What gradients are multiplied by: 1, or less if they are too long.</summary>
    /// <param name="norm">Their norm; NaN gives NaN.</param>
    /// <returns>min(1, MaxNorm / (norm + epsilon)).</returns>
    public float FactorFor(float norm)
    {
        float factor = MaxNorm / (norm + Epsilon);
        return factor > 1 ? 1 : factor;
    }
}
