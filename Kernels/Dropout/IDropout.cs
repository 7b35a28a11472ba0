namespace StnEngine.Kernels;

/// <summary>Random masks for dropout. The mask of image n is a function of key, counter and n alone.</summary>
public interface IDropout
{
    /// <summary>Draws a mask.</summary>
    /// <param name="dims">Extents, probability and stream.</param>
    /// <param name="counter">One float on the device: which draw of the stream. The caller counts it up.</param>
    /// <param name="mask"><c>[N, Rest]</c>, overwritten.</param>
    void Mask(in DropoutDims dims, DeviceBuffer counter, DeviceBuffer mask);
}
