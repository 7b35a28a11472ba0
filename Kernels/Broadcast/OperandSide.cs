namespace StnEngine.Kernels;

/// <summary>Which operand of a binary operation.</summary>
public enum OperandSide
{
    /// <summary>The first.</summary>
    Left,

    /// <summary>The second.</summary>
    Right,
}
