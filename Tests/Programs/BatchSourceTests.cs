using Stn.Data;
using StnEngine.Datasets;
using StnEngine.Datasets.Scenes;
using StnEngine.Kernels;
using Xunit;

namespace StnEngine.Tests.Programs;

public sealed class BatchSourceTests
{
    private static readonly BatchOptions Options = new() { BatchSize = 20, Shuffle = true, Seed = 5, Std = [0.3f] };

    // The elastic one reads where sums of 32 products of floats say, on the device.
    [Theory]
    [InlineData(Distortion.RotationTranslationScale, 3e-5f)]
    [InlineData(Distortion.Wide, 3e-5f)]
    [InlineData(Distortion.Projective, 1e-4f)]
    [InlineData(Distortion.Elastic, 1e-4f)]
    public void BatchSource_OfADistorterForTheHost_GivesTheSameBatches(Distortion distortion, float tolerance)
    {
        Distorter distorter = Distorter.Create(distortion);
        using Device device = TestDevices.Open("cpu");
        (float[] Images, float[] Labels)[] onDevice = Batches(device, Options with { Distorter = distorter }), onHost = Batches(device, Options with { Distorter = new OnHost(distorter) });
        Assert.Equal([20, 20, 10], onDevice.Select(batch => batch.Labels.Length));
        foreach (((float[] images, float[] labels), (float[] hostImages, float[] hostLabels)) in onDevice.Zip(onHost))
        {
            Assert.Equal(hostLabels, labels);
            Assert.Equal(0, hostImages.Zip(images, (a, b) => Math.Abs(a - b)).Max(), tolerance);
        }
    }

    [Fact]
    public void BatchSource_OfAComposer_GivesWhatTheHostMakes()
    {
        BatchOptions options = Options with { Composer = new AdditionComposer(Distorter.Create(Distortion.RotationTranslationScale)) };
        using Device device = TestDevices.Open("cpu");
        using BatchLoader loader = new(Digits.Draw(50, 1), options);
        int n = 0;
        (float[] Images, float[] Labels)[] batches = Batches(device, options);
        foreach (Batch batch in loader.Epoch(1))
        {
            Assert.Equal(batch.Images[..(batch.Count * 2 * 42 * 42)], batches[n].Images);
            Assert.Equal(batch.Labels[..batch.Count], batches[n].Labels);
            n++;
        }

        Assert.Equal(n, batches.Length);
    }

    private static (float[] Images, float[] Labels)[] Batches(Device device, BatchOptions options)
    {
        using TensorScope scope = TensorScope.Begin();
        using BatchSource source = new(device, Digits.Draw(50, 1), options);
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
