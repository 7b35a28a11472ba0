using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>Extents of a classification loss: scores per class and image, one label per image, the mean over images.</summary>
/// <param name="N">Images.</param>
/// <param name="C">Classes.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ClassificationDims(int N, int C)
{
    /// <summary><c>[N, C]</c>.</summary>
    public Layout Scores => Layout.Batch(N, C);
}
