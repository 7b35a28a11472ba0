namespace StnEngine.Kernels;

/// <summary>Batch normalisation (Ioffe and Szegedy, arXiv 1502.03167): every channel to mean 0 and variance 1, then scaled and shifted.</summary>
/// <remarks>
/// Trained, mean and variance are those of the batch; evaluated, they are given. Forward and backward are the same kernels for both,
/// but for the share of the gradient that flows through the batch's own statistics.
/// </remarks>
public interface IBatchNorm
{
    /// <summary>Mean and variance of every channel over all images and positions; idle lanes do not count.</summary>
    /// <remarks>The variance is the biased one, divided by the count, and is summed about the mean: a large mean costs it no digits.</remarks>
    /// <param name="dims">Extents.</param>
    /// <param name="input"><c>[N, C, Positions]</c>.</param>
    /// <param name="mean"><c>[C]</c>, overwritten.</param>
    /// <param name="variance"><c>[C]</c>, overwritten.</param>
    void Statistics(in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance);

    /// <summary><c>running += momentum * (batch - running)</c> for both statistics, the variance taken unbiased (divided by count - 1).</summary>
    /// <param name="dims">Extents; the count is at least 2.</param>
    /// <param name="momentum">Weight of the batch, from 0 to 1.</param>
    /// <param name="mean">Of <see cref="Statistics"/>.</param>
    /// <param name="variance">Of <see cref="Statistics"/>.</param>
    /// <param name="runningMean"><c>[C]</c>, updated.</param>
    /// <param name="runningVariance"><c>[C]</c>, updated.</param>
    void UpdateRunning(in BatchNormDims dims, float momentum, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer runningMean, DeviceBuffer runningVariance);

    /// <summary><c>output = (input - mean) / sqrt(variance + epsilon) * weight + bias</c>.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="input"><c>[N, C, Positions]</c>.</param>
    /// <param name="mean"><c>[C]</c>.</param>
    /// <param name="variance"><c>[C]</c>.</param>
    /// <param name="weight"><c>[C]</c>.</param>
    /// <param name="bias"><c>[C]</c>.</param>
    /// <param name="output"><c>[N, C, Positions]</c>, overwritten.</param>
    void Forward(in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer weight, DeviceBuffer bias, DeviceBuffer output);

    /// <summary>The two sums that a channel's gradients are made of: that of the bias and that of the weight.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="input"><c>[N, C, Positions]</c>.</param>
    /// <param name="mean"><c>[C]</c>.</param>
    /// <param name="variance"><c>[C]</c>.</param>
    /// <param name="gradOutput"><c>[N, C, Positions]</c>.</param>
    /// <param name="gradSum"><c>[C]</c>, the sum of <c>gradOutput</c>; overwritten.</param>
    /// <param name="gradNormalSum"><c>[C]</c>, the sum of <c>gradOutput * (input - mean) / sqrt(variance + epsilon)</c>; overwritten.</param>
    void BackwardSums(in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer gradOutput, DeviceBuffer gradSum, DeviceBuffer gradNormalSum);

    /// <summary>Adds the gradient of the input when mean and variance were given.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="variance"><c>[C]</c>.</param>
    /// <param name="weight"><c>[C]</c>.</param>
    /// <param name="gradOutput"><c>[N, C, Positions]</c>.</param>
    /// <param name="gradInput"><c>[N, C, Positions]</c>, added to.</param>
    void BackwardEvaluated(in BatchNormDims dims, DeviceBuffer variance, DeviceBuffer weight, DeviceBuffer gradOutput, DeviceBuffer gradInput);

    /// <summary>Adds the gradient of the input when mean and variance were the input's own.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="input"><c>[N, C, Positions]</c>.</param>
    /// <param name="mean"><c>[C]</c>.</param>
    /// <param name="variance"><c>[C]</c>.</param>
    /// <param name="weight"><c>[C]</c>.</param>
    /// <param name="gradOutput"><c>[N, C, Positions]</c>.</param>
    /// <param name="gradSum">Of <see cref="BackwardSums"/>.</param>
    /// <param name="gradNormalSum">Of <see cref="BackwardSums"/>.</param>
    /// <param name="gradInput"><c>[N, C, Positions]</c>, added to.</param>
    void BackwardTrained(
        in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer weight, DeviceBuffer gradOutput,
        DeviceBuffer gradSum, DeviceBuffer gradNormalSum, DeviceBuffer gradInput);
}
