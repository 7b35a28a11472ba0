namespace StnEngine.Kernels;

/// <summary>Log-softmax and negative log likelihood in one: <c>loss = 1/N * sum over n of log(sum(exp(logits[n]))) - logits[n, label[n]]</c>.</summary>
public interface ICrossEntropy
{
    /// <summary>Computes the mean loss.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="logits"><c>[N, C]</c>.</param>
    /// <param name="labels"><c>[N]</c>, whole numbers from 0 to C - 1; another gives NaN.</param>
    /// <param name="loss">One float, overwritten.</param>
    void Forward(in ClassificationDims dims, DeviceBuffer logits, DeviceBuffer labels, DeviceBuffer loss);

    /// <summary><c>gradLogits += (softmax(logits) - oneHot(labels)) * gradLoss / N</c>.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="logits"><c>[N, C]</c>.</param>
    /// <param name="labels"><c>[N]</c>.</param>
    /// <param name="gradLoss">One float.</param>
    /// <param name="gradLogits"><c>[N, C]</c>, added to; idle lanes are left alone.</param>
    void Backward(in ClassificationDims dims, DeviceBuffer logits, DeviceBuffer labels, DeviceBuffer gradLoss, DeviceBuffer gradLogits);
}
