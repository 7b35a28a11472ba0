using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>Every extent of a fully connected layer.</summary>
/// <param name="N">Images.</param>
/// <param name="In">Features in.</param>
/// <param name="Out">Features out.</param>
/// <param name="Relu">Whether the output is <c>max(x, 0)</c> of what is computed.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct LinearDims(int N, int In, int Out, Flag Relu = default)
{
    /// <summary><c>[N, In]</c>.</summary>
    public Layout Input => Layout.Batch(N, In);

    /// <summary><c>[N, Out]</c>.</summary>
    public Layout Output => Layout.Batch(N, Out);
}
