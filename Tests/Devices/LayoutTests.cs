using StnEngine.Kernels;
using Xunit;

namespace StnEngine.Tests.DeviceRules;

/// <summary>How a batch lies in memory, and the way there and back.</summary>
public sealed class LayoutTests
{
    public static TheoryData<string> Devices => TestDevices.Rows;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Upload_OfABatch_PutsImagesInnermostAndRepeatsTheLast(string spec)
    {
        const int Images = 19, Rest = 3;
        float[] values = [.. Enumerable.Range(0, Images * Rest).Select(i => (float)i)];
        using Device device = TestDevices.Open(spec);
        using Tensor tensor = Tensor.Batch(device, values, Images, Rest);
        var stored = Layout.Plain((int)tensor.Layout.StoredLength);
        float[] raw = new float[stored.Rest];
        device.Download(tensor.Buffer, stored, raw);
        Assert.Equal(2 * Rest * 16, raw.Length);
        for (int n = 0; n < 32; n++)
        {
            for (int i = 0; i < Rest; i++)
            {
                Assert.Equal(values[(Math.Min(n, Images - 1) * Rest) + i], raw[(((n / 16 * Rest) + i) * 16) + (n % 16)]);
            }
        }

        Assert.Equal(values, tensor.ToArray());
        TestDevices.AssertGuardsIntact(device);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(16, 1, 16)]
    [InlineData(17, 2, 1)]
    [InlineData(33, 3, 1)]
    [InlineData(48, 3, 16)]
    public void Layout_OfABatch_CountsBlocksAndLiveLanes(int images, int blocks, int liveInTheLast)
    {
        var layout = Layout.Batch(images, 5);
        Assert.Equal(blocks, layout.Blocks);
        Assert.Equal(liveInTheLast, layout.LiveLanes(blocks - 1));
        Assert.Equal(blocks * 5 * 16, layout.StoredLength);
        Assert.Equal(images * 5, layout.Count);
    }

    [Fact]
    public void Upload_OfAnotherCount_NamesBoth()
    {
        using Device device = TestDevices.Open("cpu", 1);
        using Tensor tensor = Tensor.Plain(device, new float[6], 2, 3);
        ShapeException refusal = Assert.Throws<ShapeException>(() => tensor.Upload(new float[5]));
        Assert.Contains("5 values", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("[2, 3]", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => tensor.Download(new float[7]));
        Assert.Throws<ShapeException>(() => tensor.Item());
        Assert.Throws<ShapeException>(() => Tensor.Batch(device, [1f]));
        Assert.Throws<ShapeException>(() => Tensor.Plain(device, [], 0));
    }

    // In place and outside the graph: running totals and counters.
    [Theory]
    [MemberData(nameof(Devices))]
    public void AccumulateAndIncrement_CountOnTheDevice(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using Tensor total = Tensor.Batch(device, [.. Enumerable.Repeat(1f, 17)], 17), more = Tensor.Batch(device, [.. Enumerable.Range(0, 17)], 17);
        using Tensor counter = Tensor.Plain(device, [0f]);
        for (int i = 0; i < 3; i++)
        {
            total.Accumulate(more);
            counter.Increment();
        }

        Assert.Equal([.. Enumerable.Range(0, 17).Select(n => (3f * n) + 1)], total.ToArray());
        Assert.Equal(3, counter.Item());
        counter.Increment(below: 4);
        Assert.Equal(0, counter.Item());
        counter.Increment(below: 4);
        Assert.Equal(1, counter.Item());
        Assert.Contains("Accumulate", Assert.Throws<ShapeException>(() => total.Accumulate(counter)).Message, StringComparison.Ordinal);
        Assert.Contains("Increment", Assert.Throws<ShapeException>(total.Increment).Message, StringComparison.Ordinal);
    }
}
