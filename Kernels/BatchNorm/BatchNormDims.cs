using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>Every extent of batch normalisation: each channel is one set of numbers, over all images and positions.</summary>
/// <param name="N">Images.</param>
/// <param name="C">Channels.</param>
/// <param name="Positions">Numbers of one channel in one image: H * W, or 1 for features.</param>
/// <param name="Epsilon">Added to the variance, so that nothing is divided by zero.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct BatchNormDims(int N, int C, int Positions, float Epsilon)
{
    /// <summary><c>[N, C, Positions]</c>, input and output alike.</summary>
    public Layout Input => Layout.Batch(N, C * Positions);

    /// <summary>Numbers in one channel of the batch.</summary>
    public int Count => N * Positions;
}
