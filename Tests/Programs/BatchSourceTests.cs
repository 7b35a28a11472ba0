using Stn.Data;
using StnEngine.Datasets;
using StnEngine.Kernels;
using Xunit;

namespace StnEngine.Tests.Programs;

public sealed class BatchSourceTests
{
    private static readonly BatchOptions Options = new() { BatchSize = 20, Shuffle = true, Seed = 5, Std = [0.3f] };

    [Fact]
    public void BatchSource_OfADistorterForTheHost_GivesTheSameBatches()
    {
        Distorter affine = Distorter.Create(Distortion.RotationTranslationScale);
        using Device device = TestDevices.Open("cpu");
        (float[] Images, float[] Labels)[] onDevice = Batches(device, affine), onHost = Batches(device, new OnHost(affine));
        Assert.Equal([20, 20, 10], onDevice.Select(batch => batch.Labels.Length));
        foreach (((float[] images, float[] labels), (float[] hostImages, float[] hostLabels)) in onDevice.Zip(onHost))
        {
            Assert.Equal(hostLabels, labels);
            Assert.Equal(0, hostImages.Zip(images, (a, b) => Math.Abs(a - b)).Max(), 3e-5f);
        }
    }

    private static (float[] Images, float[] Labels)[] Batches(Device device, Distorter distorter)
    {
        using TensorScope scope = TensorScope.Begin();
        using BatchSource source = new(device, Digits.Draw(50, 1), Options with { Distorter = distorter });
        return [.. source.Epoch(1).Select(batch =>
        {
            using BatchInput input = source.Input(batch.Count);
            input.Upload(batch);
            (Tensor images, Tensor labels) = input.Read();
            return (images.ToArray(), labels.ToArray());
        })];
    }

    private sealed class OnHost(Distorter distorter) : Distorter(distorter.CanvasHeight, distorter.CanvasWidth)
    {
        public override void Apply(ReadOnlySpan<byte> image, int channels, int height, int width, Span<float> destination, ulong randomKey) =>
            distorter.Apply(image, channels, height, width, destination, randomKey);
    }
}
