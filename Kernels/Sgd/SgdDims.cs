using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>What stays the same from step to step of stochastic gradient descent.</summary>
/// <param name="Length">Parameters, all in one flat buffer.</param>
/// <param name="Momentum">Share of the velocity that is kept; 0 for none.</param>
/// <param name="Nesterov">Whether the gradient is taken a step ahead.</param>
/// <param name="WeightDecay">Factor of the parameter that is added to its gradient.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SgdDims(int Length, float Momentum, Flag Nesterov, float WeightDecay);
