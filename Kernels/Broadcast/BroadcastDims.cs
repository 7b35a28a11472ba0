using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>One operand of a broadcast operation: how the element for an output index is found in it.</summary>
/// <param name="IsBatched">Whether it has a value per image; otherwise all images share it.</param>
/// <param name="Rest">Elements of one image, or of the whole plain operand.</param>
/// <param name="Stride0">Step along output axis 0; 0 where the operand is stretched.</param>
/// <param name="Stride1">Step along output axis 1.</param>
/// <param name="Stride2">Step along output axis 2.</param>
/// <param name="Stride3">Step along output axis 3.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct BroadcastOperand(Flag IsBatched, int Rest, int Stride0, int Stride1, int Stride2, int Stride3);

/// <summary>Every extent of an elementwise operation of two tensors that are stretched to one shape.</summary>
/// <param name="Output">How the result is stored.</param>
/// <param name="Extent0">Output axis 0 behind the batch; axes that are not there have extent 1.</param>
/// <param name="Extent1">Output axis 1.</param>
/// <param name="Extent2">Output axis 2.</param>
/// <param name="Extent3">Output axis 3.</param>
/// <param name="Left">Left operand.</param>
/// <param name="Right">Right operand.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct BroadcastDims(
    Layout Output, int Extent0, int Extent1, int Extent2, int Extent3, BroadcastOperand Left, BroadcastOperand Right)
{
    /// <summary>The operand on the given side.</summary>
    /// <param name="side">Left or right.</param>
    /// <returns>Its strides.</returns>
    public BroadcastOperand Operand(OperandSide side) => side == OperandSide.Left ? Left : Right;
}
