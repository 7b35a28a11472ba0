namespace StnEngine.Kernels;

/// <summary>Matrix product of plain tensors. Its gradients are matrix products too.</summary>
public interface IMatMul
{
    /// <summary><c>result = left * right</c>, or <c>result += left * right</c>.</summary>
    /// <param name="dims">Extents and how the matrices lie.</param>
    /// <param name="left"><c>[M, K]</c>.</param>
    /// <param name="right"><c>[K, P]</c>.</param>
    /// <param name="result"><c>[M, P]</c>.</param>
    /// <param name="accumulate">Whether the result is added to instead of overwritten.</param>
    void Multiply(in MatMulDims dims, DeviceBuffer left, DeviceBuffer right, DeviceBuffer result, bool accumulate);
}
