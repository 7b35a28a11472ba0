using StnEngine.Datasets;
using StnEngine.Kernels;
using StnEngine.Tests.Datasets;
using Xunit;

namespace StnEngine.Tests.Operations;

/// <summary>Batches made on a device are those that the host makes.</summary>
public sealed class ImageBatchTests
{
    public static TheoryData<string> Devices => TestDevices.Rows;

    // Device, images in a batch, channels.
    public static TheoryData<string, int, int> Batches => Rows([(1, 1), (16, 3), (17, 1), (33, 3)]);

    // Device, distortion, channels.
    public static TheoryData<string, Distortion, int> Distortions =>
        Rows([(Distortion.None, 1), (Distortion.Rotation, 1), (Distortion.Rotation, 3), (Distortion.RotationTranslationScale, 1), (Distortion.RotationTranslationScale, 3)]);

    [Theory]
    [MemberData(nameof(Batches))]
    public void Gather_HasTheBitsOfTheHost(string spec, int batchSize, int channels)
    {
        // Four bytes in a row make floats of every kind, signalling NaN and denormals among them: 01 00 A0 7F, say.
        byte[] pixels = [.. Enumerable.Range(0, 40 * channels * 7 * 5).Select(i => (byte)(i % 4 < 2 ? i * 7 : i % 4 == 2 ? 0xA0 + (i % 32) : i % 8 < 4 ? 0x7F : 0xFF))];
        ImageSet set = Set(pixels, channels, 7, 5);
        AssertAgree(spec, set, new BatchOptions { BatchSize = batchSize, Shuffle = true, Seed = 3, Mean = [0.2f], Std = [0.3f] }, 0);
    }

    [Theory]
    [MemberData(nameof(Distortions))]
    public void Warp_AgreesWithTheDistorter(string spec, Distortion distortion, int channels)
    {
        ImageSet set = Set(Drawn.Bytes(40 * channels * 10 * 9, 5), channels, 10, 9);
        foreach (int batchSize in new[] { 16, 23 })
        {
            BatchOptions options = new() { BatchSize = batchSize, Shuffle = true, Seed = 3, Distorter = Distorter.Create(distortion, 10, 9), Mean = [0.2f], Std = [0.3f] };
            AssertAgree(spec, set, options, distortion == Distortion.None ? 0 : 1e-5f);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Warp_OfDigits_AgreesWithTheDistorter(string spec)
    {
        BatchOptions options = new() { BatchSize = 17, Distorter = Distorter.Create(Distortion.RotationTranslationScale), Std = [0.3f] };
        AssertAgree(spec, Digits.Draw(17, 3), options, 3e-5f);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Warp_OfABatchWhollyOutside_IsTheBackground(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using ImageStore store = Store(device, Set(Drawn.Bytes(40 * 12, 5), 1, 3, 4), 7);
        foreach (float far in new[] { -1, 4, 1e9f, -1e30f, float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            Tensor column = Tensor.Batch(device, [3, 0, 0, far, 0, 0, 1], 1, 7), row = Tensor.Batch(device, [3, 0, 0, 1, 0, 0, far], 1, 7);
            Assert.All(store.Warp(column, 2, 5).Images.ToArray(), value => Assert.Equal(7, value));
            Assert.All(store.Warp(row, 2, 5).Images.ToArray(), value => Assert.Equal(7, value));
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Picks_OfIdleLanes_AreNotRead_AndTheLastImageIsRepeated(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using ImageStore store = Store(device, Set(Drawn.Bytes(40 * 12, 5), 1, 3, 4));
        Tensor gathered = Tensor.Batch(device, [.. Enumerable.Range(20, 18).Select(i => (float)i)], 18, 1);
        Tensor warped = Tensor.Batch(device, [.. Enumerable.Range(20, 18).SelectMany(i => new[] { i, 0.9f, 0.1f, 1.5f, -0.1f, 0.9f, 1 })], 18, 7);
        IdleLanes.Poison(gathered);
        IdleLanes.Poison(warped);
        foreach ((Tensor images, Tensor labels) in new[] { store.Gather(gathered), store.Warp(warped, 4, 3) })
        {
            AssertRepeatsTheLast(images);
            AssertRepeatsTheLast(labels);
            TestDevices.AssertGuardsIntact(device);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Picks_OfNoImage_GiveTheLabelNaN(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using ImageStore store = Store(device, Set(Drawn.Bytes(40 * 12, 5), 1, 3, 4));
        float[] picks = [-1, 39, 40, 1e20f, float.NaN, 0];
        float[] labels = store.Gather(Tensor.Batch(device, picks, 6, 1)).Labels.ToArray();
        Assert.Equal([float.NaN, 39 % 10, float.NaN, float.NaN, float.NaN, 0], labels);
        labels = store.Warp(Tensor.Batch(device, [.. picks.SelectMany(pick => new[] { pick, 1, 0, 0, 0, 1, 0 })], 6, 7), 2, 2).Labels.ToArray();
        Assert.Equal([float.NaN, 39 % 10, float.NaN, float.NaN, float.NaN, 0], labels);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Replay_AfterNewPicks_GivesTheBitsOfTheEagerRun(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using ImageStore store = Store(device, Set(Drawn.Bytes(40 * 12, 5), 1, 3, 4));
        Tensor picks = Tensor.Full(device, 0, true, 5, 1);
        (Tensor Images, Tensor Labels)? batch = null;
        using RecordedStep step = RecordedStep.Record(device, () => batch = store.Gather(picks));
        foreach (float first in new[] { 0, 20 })
        {
            picks.Upload([first, first + 1, first + 2, first, first + 7]);
            step.Replay();
            (Tensor images, Tensor labels) = store.Gather(picks);
            SameBits.Assert(images.ToArray(), batch!.Value.Images.ToArray(), "images");
            SameBits.Assert(labels.ToArray(), batch!.Value.Labels.ToArray(), "labels");
        }
    }

    // More bytes than one piece of the upload, and not a whole number of floats.
    [Theory]
    [InlineData("cpu")]
    [InlineData("gpu-emulated/16")]
    public void ImageStore_OfManyBytes_KeepsThemAll(string spec)
    {
        ImageSet set = Set(Drawn.Bytes(19_999 * 57, 8), 1, 3, 19);
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using ImageStore store = new(device, set.Pixels, set.Labels, 1, 3, 19, [.. Enumerable.Range(0, 256).Select(i => (float)i)]);
        float[] images = store.Gather(Tensor.Batch(device, [0, 18_396, 19_998], 3, 1)).Images.ToArray();
        Assert.Equal([.. set.Image(0), .. set.Image(18_396), .. set.Image(19_998)], images.Select(value => (byte)value));
    }

    [Fact]
    public void ImageStore_OfContradictions_SaysSo()
    {
        using Device device = TestDevices.Open("cpu", 1), other = TestDevices.Open("cpu", 1);
        using TensorScope scope = TensorScope.Begin();
        using ImageStore store = Store(device, Set(Drawn.Bytes(24, 5), 2, 3, 4));
        AssertSays("ImageStore: 2 images of [2, 3, 4] have 48 pixels; 47 were given", () => _ = new ImageStore(device, new byte[47], new byte[2], 2, 3, 4, new float[512]));
        AssertSays("a table of [2, 256] is wanted for [2, 3, 4]; 256 numbers were given", () => _ = new ImageStore(device, new byte[48], new byte[2], 2, 3, 4, new float[256]));
        AssertSays("1 to 16777216 images are wanted; 0 labels were given", () => _ = new ImageStore(device, [], [], 2, 3, 4, new float[512]));
        AssertSays("Gather: the picks must be [N, 1]; [5, 7] was given", () => store.Gather(Tensor.Full(device, 0, true, 5, 7)));
        AssertSays("Warp: the picks must be [N, 7]; [5, 1] was given", () => store.Warp(Tensor.Full(device, 0, true, 5, 1), 3, 4));
        AssertSays("Gather: the picks must be a batch of rank 2; a plain tensor of shape [5, 1] was given", () => store.Gather(Tensor.Full(device, 0, false, 5, 1)));
        Assert.Throws<DeviceException>(() => store.Gather(Tensor.Full(other, 0, true, 5, 1)));
    }

    private static void AssertSays(string expected, Action act) => Assert.Contains(expected, Assert.Throws<ShapeException>(act).Message, StringComparison.Ordinal);

    // All batches of an epoch, as the device makes them and as the host does.
    private static void AssertAgree(string spec, ImageSet set, BatchOptions options, float tolerance)
    {
        using Device device = TestDevices.Open(spec);
        using BatchLoader host = new(set, options), picking = new(set, options with { PicksOnly = true });
        using ImageStore store = new(device, set.Pixels, set.Labels, set.Channels, set.Height, set.Width, host.Table);
        foreach ((Batch expected, Batch batch) in host.Epoch(1).Zip(picking.Epoch(1)))
        {
            using TensorScope scope = TensorScope.Begin();
            Tensor picks = Tensor.Batch(device, batch.Picks.AsSpan(0, batch.Count * host.PickLength), batch.Count, host.PickLength);
            (Tensor images, Tensor labels) = host.PickLength == 1 ? store.Gather(picks) : store.Warp(picks, host.Height, host.Width);
            Assert.Equal([batch.Count, set.Channels, host.Height, host.Width], images.Shape.Extents.ToArray());
            SameBits.Assert(expected.Labels.AsSpan(0, batch.Count), labels.ToArray(), "labels");
            float[] wanted = expected.Images[..images.Shape.Count], made = images.ToArray();
            if (tolerance == 0)
            {
                SameBits.Assert(wanted, made, "images");
            }

            Assert.Equal(0, wanted.Zip(made, (a, b) => Math.Abs(a - b)).Max(), tolerance);
            TestDevices.AssertGuardsIntact(device);
        }
    }

    private static void AssertRepeatsTheLast(Tensor tensor)
    {
        Layout stored = Layout.Plain((int)tensor.Layout.StoredLength);
        float[] values = new float[stored.Rest];
        tensor.Device.Download(tensor.Buffer, stored, values);
        int last = tensor.Layout.LiveLanes(tensor.Layout.Blocks - 1) - 1;
        Assert.All(values.Skip(tensor.Layout.BlockLength * (tensor.Layout.Blocks - 1)).Chunk(Layout.Lanes), lanes => Assert.Single(lanes[last..].Distinct()));
    }

    private static ImageStore Store(Device device, ImageSet set, float background = 0) => new(
        device, set.Pixels, set.Labels, set.Channels, set.Height, set.Width, [.. Enumerable.Range(0, 256 * set.Channels).Select(i => background + (i % 256))]);

    private static ImageSet Set(byte[] pixels, int channels, int height, int width)
    {
        byte[] labels = [.. Enumerable.Range(0, pixels.Length / (channels * height * width)).Select(i => (byte)(i % 10))];
        return new ImageSet("bytes", pixels, labels, channels, height, width, Digits.ClassNames);
    }

    private static TheoryData<string, T, int> Rows<T>((T First, int Second)[] variants)
    {
        var rows = new TheoryData<string, T, int>();
        foreach (string spec in TestDevices.Specs)
        {
            foreach ((T first, int second) in variants)
            {
                rows.Add(spec, first, second);
            }
        }

        return rows;
    }
}
