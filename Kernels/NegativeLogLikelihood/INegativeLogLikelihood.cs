namespace StnEngine.Kernels;

/// <summary><c>loss = -1/N * sum over n of logProbabilities[n, label[n]]</c>. A label that is no class gives NaN.</summary>
public interface INegativeLogLikelihood
{
    /// <summary>Computes the mean loss.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="logProbabilities"><c>[N, C]</c>.</param>
    /// <param name="labels"><c>[N]</c>, whole numbers from 0 to C - 1.</param>
    /// <param name="loss">One float, overwritten.</param>
    void Forward(in ClassificationDims dims, DeviceBuffer logProbabilities, DeviceBuffer labels, DeviceBuffer loss);

    /// <summary>Adds <c>-gradLoss / N</c> at each image's label.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="labels"><c>[N]</c>.</param>
    /// <param name="gradLoss">One float.</param>
    /// <param name="gradLogProbabilities"><c>[N, C]</c>, added to; idle lanes are left alone.</param>
    void Backward(in ClassificationDims dims, DeviceBuffer labels, DeviceBuffer gradLoss, DeviceBuffer gradLogProbabilities);
}
