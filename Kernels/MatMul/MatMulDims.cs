using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>A product of two plain matrices, either of which may be read transposed.</summary>
/// <param name="M">Rows of the result.</param>
/// <param name="K">Terms of each sum.</param>
/// <param name="P">Columns of the result.</param>
/// <param name="TransposeLeft">The left matrix lies as <c>[K, M]</c> instead of <c>[M, K]</c>.</param>
/// <param name="TransposeRight">The right matrix lies as <c>[P, K]</c> instead of <c>[K, P]</c>.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct MatMulDims(int M, int K, int P, Flag TransposeLeft, Flag TransposeRight);
