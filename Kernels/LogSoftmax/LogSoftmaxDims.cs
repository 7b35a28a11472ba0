using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>Log-softmax over the channels of every position.</summary>
/// <param name="N">Images.</param>
/// <param name="C">Channels (classes).</param>
/// <param name="Inner">Positions behind the channel axis; 1 for <c>[N, C]</c>.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct LogSoftmaxDims(int N, int C, int Inner)
{
    /// <summary><c>[N, C, Inner]</c>.</summary>
    public Layout Layout => Layout.Batch(N, C * Inner);
}
