using StnEngine.Kernels;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>Sets elements to zero at random and scales the others by <c>1 / (1 - probability)</c>.</summary>
    /// <param name="probability">Chance of a zero, from 0 to below 1.</param>
    /// <param name="key">Random stream; see <see cref="RandomSource.KeyOf"/>.</param>
    /// <param name="counter">Plain scalar on the device: which draw of the stream. The caller counts it up between draws.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ShapeException">This is no batch, or the counter no scalar.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in 0 to below 1.</exception>
    public Tensor Dropout(float probability, ulong key, Tensor counter) =>
        this * DropoutMask(nameof(Dropout), probability, key, counter, Shape);

    /// <summary>Dropout of whole channels: an image's channel is kept or set to zero as one.</summary>
    /// <param name="probability">Chance of a zero, from 0 to below 1.</param>
    /// <param name="key">Random stream.</param>
    /// <param name="counter">Plain scalar on the device: which draw of the stream.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ShapeException">This is no batch <c>[N, C, H, W]</c>, or the counter no scalar.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in 0 to below 1.</exception>
    public Tensor Dropout2d(float probability, ulong key, Tensor counter)
    {
        Require.Batched(nameof(Dropout2d), "the input", this, 4);
        return this * DropoutMask(nameof(Dropout2d), probability, key, counter, new Shape(Shape[0], Shape[1], 1, 1));
    }

    private Tensor DropoutMask(string operation, float probability, ulong key, Tensor counter, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(counter);
        if (probability is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, $"{operation}: a probability from 0 to below 1 is wanted.");
        }

        Require.Given(operation, this, counter);
        Require.That(IsBatched, operation, $"a batch is wanted; a plain tensor of shape {Shape} was given");
        Require.That(!counter.IsBatched && counter.Shape.Count == 1, operation, $"the counter must be a plain scalar; {counter.Shape} was given");
        Tensor mask = New(Device, shape, true);
        Device.Dropout.Mask(new DropoutDims(shape[0], shape.Count / shape[0], probability, key), counter.Buffer, mask.Buffer);
        return mask;
    }
}
