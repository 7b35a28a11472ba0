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

    /// <summary>The class that a label names, or -1 where it names none: its loss is then NaN instead of a read outside the scores.</summary>
    /// <param name="label">A whole number.</param>
    /// <returns>-1 to C - 1.</returns>
    public int ClassOf(float label) => label >= 0 && label < C ? (int)label : -1;
}
