using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>A mask of zeros and <c>1 / (1 - probability)</c>.</summary>
/// <param name="N">Images.</param>
/// <param name="Rest">Mask elements of one image: features, or channels for channel dropout.</param>
/// <param name="Probability">Chance of a zero, below 1.</param>
/// <param name="Key">Which random stream.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DropoutDims(int N, int Rest, float Probability, ulong Key)
{
    /// <summary><c>[N, Rest]</c>.</summary>
    public Layout Mask => Layout.Batch(N, Rest);

    /// <summary>The value of elements that are kept, so that the mean stays.</summary>
    public float Scale => 1 / (1 - Probability);

    /// <summary>A random word below this drops its element.</summary>
    public uint DropBelow => (uint)(Probability * 4294967296.0);
}
