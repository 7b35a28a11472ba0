namespace StnEngine;

/// <summary>Element types of a safetensors file that are read and written here, named as the format names them.</summary>
/// <remarks>In the format's order, smallest alignment first: a file stores its tensors in the reverse order.</remarks>
public enum SafetensorsDtype
{
    /// <summary>Unsigned bytes.</summary>
    U8,

    /// <summary>Single precision.</summary>
    F32,

    /// <summary>Double precision.</summary>
    F64,

    /// <summary>Signed 64-bit integers.</summary>
    I64,
}
