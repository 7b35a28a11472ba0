namespace StnEngine.Kernels;

/// <summary>Counts right answers on the device, so that a training step need not wait for its scores.</summary>
public interface IAccuracy
{
    /// <summary>How many images have their label's score highest; among equals the first class wins.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="scores"><c>[N, C]</c>.</param>
    /// <param name="labels"><c>[N]</c>.</param>
    /// <param name="count">One float, overwritten.</param>
    void CountCorrect(in ClassificationDims dims, DeviceBuffer scores, DeviceBuffer labels, DeviceBuffer count);
}
