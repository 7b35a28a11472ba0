using ILGPU;
using StnEngine.Kernels;
using StnEngine.Kernels.Gpu;
using Xunit;

namespace StnEngine.Tests.DeviceRules;

/// <summary>What the GPU device does with memory: pool, out of memory, what recordings hold.</summary>
public sealed class GpuMemoryTests
{
    [Fact]
    public void Allocate_WithoutRoom_SaysWhatWasAskedAndWhatIsFree()
    {
        using var device = new GpuDevice(new SmallAccelerator(roomFloats: 1000));
        DeviceException refusal = Assert.Throws<DeviceException>(() => device.Allocate(1 << 20));
        Assert.Contains("gpu-emulated: no memory for a buffer of 4.0 MiB, 0.0 MiB are free", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Use a smaller batch", refusal.Message, StringComparison.Ordinal);
        using DeviceBuffer next = device.Allocate(100);
    }

    [Fact]
    public void Allocate_WhenThePoolHoldsTheRest_EmptiesThePool()
    {
        using var device = new GpuDevice(new SmallAccelerator(roomFloats: 1000));
        device.Allocate(600).Dispose();
        using DeviceBuffer other = device.Allocate(700);
        Assert.Equal(700, other.Length);
    }

    [Fact]
    public void Allocate_OfMoreThanKernelsCount_SaysSo()
    {
        using var device = new GpuDevice(new SmallAccelerator(roomFloats: 1000));
        Assert.Contains("kernels count to 2^31", Assert.Throws<DeviceException>(() => device.Allocate(1L << 31)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GivenBackBuffer_IsHandedOutAgain()
    {
        using Device device = new GpuDevice(GpuAccelerators.OpenEmulated(16));
        DeviceBuffer first = device.Allocate(48);
        first.Dispose();
        first.Dispose();
        Assert.Same(first, device.Allocate(48));
        Assert.NotSame(first, device.Allocate(48));
    }

    [Fact]
    public void TemporaryOfARecording_IsUsedAgainWithinItButNotOutside()
    {
        using var device = new GpuDevice(GpuAccelerators.OpenEmulated(16));
        GpuBuffer? first = null, second = null;
        Recording recording = device.Record(() =>
        {
            first = device.Temporary(32);
            first.Dispose();
            second = device.Temporary(32);
            second.Dispose();
        });
        Assert.Same(first, second);
        using DeviceBuffer outside = device.Allocate(32);
        Assert.NotSame(first, outside);
        recording.Dispose();
        Assert.Same(first, device.Allocate(32));
    }

    [Fact]
    public void RecordedStep_ClearsFreshBuffersTogetherAndUsedOnesInTheirPlace()
    {
        using var device = new GpuDevice(GpuAccelerators.OpenEmulated(16));
        Layout layout = Layout.Plain(5);
        DeviceBuffer used = device.Allocate(5);
        DeviceBuffer[] fresh = new DeviceBuffer[3];
        using var recording = (GpuRecording)device.Record(() =>
        {
            device.Memory.Fill(layout, used, 7);
            for (int i = 0; i < fresh.Length; i++)
            {
                fresh[i] = device.Allocate(5);
                device.Memory.Fill(layout, fresh[i], 0);
                device.Memory.Add(layout, used, fresh[i]);
            }

            device.Memory.Fill(layout, used, 0);
        });

        // One for the three; filling, adding three times, filling again.
        Assert.Equal(6, recording.LaunchCount);
        recording.Replay();
        recording.Replay();
        float[] values = new float[5];
        foreach ((DeviceBuffer buffer, float expected) in fresh.Select(b => (b, 7f)).Append((used, 0f)))
        {
            device.Download(buffer, layout, values);
            Assert.All(values, value => Assert.Equal(expected, value));
        }
    }

    [Fact]
    public void OverrunOfAWatchedBuffer_IsFound()
    {
        using var device = new GpuDevice(GpuAccelerators.OpenEmulated(16), new GpuOptions { WatchMemory = true });
        var buffer = (GpuBuffer)device.Allocate(16);
        Assert.True(device.GuardsIntact());
        device.Memory.Fill(Layout.Plain(16), buffer, 1);
        Assert.True(device.GuardsIntact());
        device.Launch(1, new OverrunKernel(buffer.Behind));
        Assert.False(device.GuardsIntact());
        Assert.Contains("past the end", Assert.Throws<DeviceException>(buffer.Dispose).Message, StringComparison.Ordinal);
    }

    internal readonly struct OverrunKernel(ArrayView<float> behind) : IThreadKernel
    {
        private readonly ArrayView<float> _behind = behind;

        public void Run(int thread) => _behind[0] = 1;
    }

    // A device with little memory.
    private sealed class SmallAccelerator(long roomFloats) : GpuAccelerator
    {
        private readonly GpuAccelerator _inner = GpuAccelerators.OpenEmulated(16);
        private long _room = roomFloats;

        public override string Spec => _inner.Spec;

        public override string Name => _inner.Name;

        public override int GroupSize => _inner.GroupSize;

        public override int Multiprocessors => _inner.Multiprocessors;

        public override string FreeMemory => FormattableString.Invariant($", {_room * sizeof(float) / 1048576.0:F1} MiB are free");

        public override void Prepare<TKernel>() => _inner.Prepare<TKernel>();

        public override void Launch<TKernel>(int groups, in TKernel kernel) => _inner.Launch(groups, kernel);

        public override GpuMemory Allocate(long length)
        {
            if (length > _room)
            {
#pragma warning disable CA2201 // What the runtime throws, and so what a device throws.
                throw new OutOfMemoryException();
#pragma warning restore CA2201
            }

            _room -= length;
            return new Memory(this, _inner.Allocate(length));
        }

        public override void Upload(ReadOnlySpan<float> values, ArrayView<float> to) => _inner.Upload(values, to);

        public override void Download(ArrayView<float> from, Span<float> values) => _inner.Download(from, values);

        public override void Synchronize() => _inner.Synchronize();

        public override void Dispose() => _inner.Dispose();

        private sealed class Memory(SmallAccelerator accelerator, GpuMemory inner) : GpuMemory
        {
            public override ArrayView<float> View => inner.View;

            public override void Dispose()
            {
                accelerator._room += inner.View.Length;
                inner.Dispose();
            }
        }
    }
}
