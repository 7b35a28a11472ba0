using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>A machine that holds buffers and runs kernels on them. Used by one thread at a time.</summary>
/// <remarks>
/// One abstract property per operation family: a device that lacks an operation does not compile.
/// Every kernel assumes that its shapes were checked by the caller. Forward overwrites its output, backward adds into gradients.
/// </remarks>
public abstract class Device : IDisposable
{
    /// <summary>What a user types to choose this device: <c>cpu</c>, <c>cuda:0</c>, <c>opencl:0</c>.</summary>
    public abstract string Spec { get; }

    /// <summary>The hardware's own name.</summary>
    public abstract string Name { get; }

    /// <summary>Whether calls are being collected into a <see cref="Recording"/> instead of run.</summary>
    public abstract bool IsRecording { get; }

    /// <summary>Filling, copying, adding, counting.</summary>
    public abstract IMemory Memory { get; }

    /// <summary>Batches out of a set of 8-bit images.</summary>
    public abstract IImageBatch ImageBatch { get; }

    /// <summary>Convolution.</summary>
    public abstract IConv2d Conv2d { get; }

    /// <summary>Maximum over windows.</summary>
    public abstract IMaxPool2d MaxPool2d { get; }

    /// <summary>Mean over windows.</summary>
    public abstract IAvgPool2d AvgPool2d { get; }

    /// <summary>Normalising channels over the batch.</summary>
    public abstract IBatchNorm BatchNorm { get; }

    /// <summary>Fully connected layer.</summary>
    public abstract ILinear Linear { get; }

    /// <summary>Matrix product.</summary>
    public abstract IMatMul MatMul { get; }

    /// <summary>Functions of one number.</summary>
    public abstract IElementwise Elementwise { get; }

    /// <summary>Functions of two numbers, with broadcasting.</summary>
    public abstract IBroadcast Broadcast { get; }

    /// <summary>Copying a box of one tensor into another.</summary>
    public abstract ICopyBox CopyBox { get; }

    /// <summary>Sum and mean over everything.</summary>
    public abstract ISum Sum { get; }

    /// <summary>Sum, mean and maximum over some axes.</summary>
    public abstract IAxisReduce AxisReduce { get; }

    /// <summary>Random masks.</summary>
    public abstract IDropout Dropout { get; }

    /// <summary>Log-softmax.</summary>
    public abstract ILogSoftmax LogSoftmax { get; }

    /// <summary>Negative log likelihood.</summary>
    public abstract INegativeLogLikelihood NegativeLogLikelihood { get; }

    /// <summary>Log-softmax and negative log likelihood in one.</summary>
    public abstract ICrossEntropy CrossEntropy { get; }

    /// <summary>Counting right answers.</summary>
    public abstract IAccuracy Accuracy { get; }

    /// <summary>The points an affine transformation reads.</summary>
    public abstract IAffineGrid AffineGrid { get; }

    /// <summary>Reading an image at fractional positions.</summary>
    public abstract IGridSample GridSample { get; }

    /// <summary>Both in one, with no grid stored.</summary>
    public abstract ISpatialTransform SpatialTransform { get; }

    /// <summary>Shortening gradients that are too long.</summary>
    public abstract IClipNorm ClipNorm { get; }

    /// <summary>Stochastic gradient descent.</summary>
    public abstract ISgd Sgd { get; }

    /// <summary>Adam.</summary>
    public abstract IAdam Adam { get; }

    /// <summary>Takes a buffer from the pool. Its contents are undefined.</summary>
    /// <param name="length">Floats, at least 1.</param>
    /// <returns>A buffer that the caller disposes.</returns>
    /// <exception cref="DeviceException">No memory is left.</exception>
    public abstract DeviceBuffer Allocate(long length);

    /// <summary>Bytes for kernels to read as they are, four to a float.</summary>
    /// <remarks>Where the device's memory is the host's they are read in place: leave the array alone for as long as the buffer lives.</remarks>
    /// <param name="bytes">At least one.</param>
    /// <returns>A buffer that the caller disposes.</returns>
    /// <exception cref="DeviceException">No memory is left, or a step is being recorded.</exception>
    public virtual DeviceBuffer Hold(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);

        // Copied in chunks of so many floats, which may be anything on the way.
        const int ChunkLength = 1 << 18;
        DeviceBuffer buffer = Allocate(FloatsFor(bytes.Length));
        float[] chunk = new float[Math.Min(ChunkLength, buffer.Length)];
        Span<byte> room = MemoryMarshal.AsBytes(chunk.AsSpan());
        for (int first = 0; first < bytes.Length; first += room.Length)
        {
            ReadOnlySpan<byte> part = bytes.AsSpan(first, Math.Min(bytes.Length - first, room.Length));
            part.CopyTo(room);
            int length = FloatsFor(part.Length);
            Upload(chunk.AsSpan(0, length), Layout.Plain(length), buffer.Slice(first / sizeof(float), length));
        }

        return buffer;
    }

    /// <summary>Copies host values to the device, laying a batch out in lanes. Idle lanes repeat the last image.</summary>
    /// <param name="values">Elements in row-major order, <see cref="Layout.Count"/> of them.</param>
    /// <param name="layout">How the tensor is stored.</param>
    /// <param name="to">Buffer of <see cref="Layout.StoredLength"/> floats.</param>
    /// <exception cref="DeviceException">A step is being recorded.</exception>
    public abstract void Upload(ReadOnlySpan<float> values, Layout layout, DeviceBuffer to);

    /// <summary>Copies a tensor to the host in row-major order, waiting for the device.</summary>
    /// <param name="from">Buffer of <see cref="Layout.StoredLength"/> floats.</param>
    /// <param name="layout">How the tensor is stored.</param>
    /// <param name="values">Room for <see cref="Layout.Count"/> floats.</param>
    /// <exception cref="DeviceException">A step is being recorded.</exception>
    public abstract void Download(DeviceBuffer from, Layout layout, Span<float> values);

    /// <summary>Waits until every call submitted so far is done.</summary>
    public abstract void Synchronize();

    /// <summary>Collects the kernel calls that <paramref name="step"/> makes, without running them.</summary>
    /// <param name="step">Makes the calls. It may allocate; it may not upload, download or wait.</param>
    /// <returns>The calls, ready to be replayed as often as wanted.</returns>
    /// <exception cref="DeviceException">A step is being recorded already.</exception>
    public abstract Recording Record(Action step);

    /// <summary>Ends the device's threads and frees its memory.</summary>
    public abstract void Dispose();

    /// <summary>Floats that have room for so many bytes.</summary>
    private protected static int FloatsFor(int bytes) => (int)((bytes + (sizeof(float) - 1L)) / sizeof(float));

    /// <summary>Throws if a step is being recorded.</summary>
    /// <param name="what">What cannot be done then.</param>
    internal void RefuseWhileRecording(string what)
    {
        if (IsRecording)
        {
            throw new DeviceException($"{what} inside a recorded step: nothing in a step may wait for the host. Move it before or after the step.");
        }
    }
}
