using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>What stays the same from step to step of Adam.</summary>
/// <param name="Length">Parameters, all in one flat buffer.</param>
/// <param name="Beta1">Decay of the mean of gradients.</param>
/// <param name="Beta2">Decay of the mean of squared gradients.</param>
/// <param name="Epsilon">Added to the root, so that nothing is divided by zero.</param>
/// <param name="WeightDecay">Factor of the parameter that is added to its gradient.</param>
/// <param name="IsDecoupled">Whether the parameter shrinks by <c>1 - learningRate * WeightDecay</c> instead, and its gradient stays (AdamW).</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct AdamDims(int Length, float Beta1, float Beta2, float Epsilon, float WeightDecay, Flag IsDecoupled);
