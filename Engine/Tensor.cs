using StnEngine.Kernels;

namespace StnEngine;

/// <summary>Numbers on a device, with their shape and, if asked for, the gradient of a loss with respect to them.</summary>
/// <remarks>
/// A batched tensor has images along its first axis and may be stored with them innermost (see <see cref="Layout"/>);
/// a plain one has no batch axis: weights, biases, scalars. Elements are always given and returned in row-major order.
/// Operations are methods; each returns a new tensor and, unless <see cref="NoGrad"/> is on, remembers how to go back.
/// Not safe for use by two threads at once.
/// </remarks>
public sealed partial class Tensor : IDisposable
{
    private readonly bool _ownsBuffer;

    // The tensor whose memory this one shares, if any: it must not be freed first.
    private readonly Tensor? _owner;
    private Node? _node;
    private Tensor? _grad;
    private Tensor? _retainedGrad;
    private bool _retainsGrad;
    private bool _disposed;

    private Tensor(Device device, Shape shape, bool isBatched, DeviceBuffer? shared, bool scoped, Tensor? owner = null)
    {
        Device = device;
        Shape = shape;
        IsBatched = isBatched;
        _ownsBuffer = shared is null;
        _owner = owner;
        Buffer = shared ?? device.Allocate(Layout.StoredLength);
        if (scoped)
        {
            TensorScope.Adopt(this);
        }
    }

    /// <summary>The device that holds the numbers.</summary>
    public Device Device { get; }

    /// <summary>Extents of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>Whether the first axis is a batch of images.</summary>
    public bool IsBatched { get; }

    /// <summary>Whether gradients flow to this tensor. Set it on leaves (parameters, inputs under test).</summary>
    /// <exception cref="InvalidOperationException">Set to false on the result of an operation.</exception>
    public bool RequiresGrad
    {
        get;
        set => field = value || _node is null ? value : throw new InvalidOperationException("RequiresGrad: this tensor is the result of an operation; use Detach to cut it off.");
    }

    /// <summary>The gradient that <see cref="Backward"/> has added up so far, or null. Those of results are freed on the way, unless <see cref="RetainGrad"/> was asked for.</summary>
    public Tensor? Grad => _node is null ? _grad : _retainedGrad;

    /// <summary>How the numbers lie in <see cref="Buffer"/>.</summary>
    public Layout Layout => IsBatched ? Layout.Batch(Shape[0], Shape.Count / Shape[0]) : Layout.Plain(Shape.Count);

    /// <summary>The numbers as kernels see them.</summary>
    /// <exception cref="ObjectDisposedException">The tensor, or the scope it was made in, is gone.</exception>
    public DeviceBuffer Buffer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _owner?.Buffer ?? field;
        }

        private set;
    }

    /// <summary>The operation that made this tensor, or null for a leaf.</summary>
    internal Node? Node => _node;

    /// <summary>The tensor whose memory this one shares, or null.</summary>
    internal Tensor? Owner => _owner;

    /// <summary>A batch of images from host memory.</summary>
    /// <param name="device">Where it goes.</param>
    /// <param name="values">Row-major, image after image.</param>
    /// <param name="shape">Extents; the first is the number of images.</param>
    /// <returns>A batched leaf.</returns>
    /// <exception cref="ShapeException">The count of values is not that of the shape, or the shape has no axis.</exception>
    public static Tensor Batch(Device device, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) =>
        FromHost(device, values, new Shape(shape), true);

    /// <summary>A tensor without a batch axis from host memory.</summary>
    /// <param name="device">Where it goes.</param>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Extents; none for a scalar.</param>
    /// <returns>A plain leaf.</returns>
    /// <exception cref="ShapeException">The count of values is not that of the shape.</exception>
    public static Tensor Plain(Device device, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) =>
        FromHost(device, values, new Shape(shape), false);

    /// <summary>A tensor of one repeated number.</summary>
    /// <param name="device">Where it goes.</param>
    /// <param name="value">The number.</param>
    /// <param name="isBatched">Whether the first axis is the batch.</param>
    /// <param name="shape">Extents.</param>
    /// <returns>A leaf.</returns>
    public static Tensor Full(Device device, float value, bool isBatched, params ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(device);
        var tensor = New(device, new Shape(shape), isBatched);
        device.Memory.Fill(tensor.Layout, tensor.Buffer, value);
        return tensor;
    }

    /// <summary>Replaces the numbers with others from host memory.</summary>
    /// <param name="values">Row-major, as many as the tensor has.</param>
    /// <exception cref="ShapeException">The count of values is not that of the shape.</exception>
    public void Upload(ReadOnlySpan<float> values)
    {
        if (values.Length != Shape.Count)
        {
            throw new ShapeException(nameof(Upload), $"{values.Length} values were given for a tensor of shape {Shape}, which has {Shape.Count}");
        }

        Device.Upload(values, Layout, Buffer);
    }

    /// <summary>Copies the numbers to host memory, waiting for the device.</summary>
    /// <param name="values">Room for as many as the tensor has.</param>
    /// <exception cref="ShapeException">The room is not the tensor's size.</exception>
    public void Download(Span<float> values)
    {
        if (values.Length != Shape.Count)
        {
            throw new ShapeException(nameof(Download), $"room for {values.Length} values was given for a tensor of shape {Shape}, which has {Shape.Count}");
        }

        Device.Download(Buffer, Layout, values);
    }

    /// <summary>The numbers in row-major order, after waiting for the device.</summary>
    /// <returns>A new array.</returns>
    public float[] ToArray()
    {
        float[] values = new float[Shape.Count];
        Download(values);
        return values;
    }

    /// <summary>The only number of a tensor that has just one, after waiting for the device.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="ShapeException">There are more.</exception>
    public float Item()
    {
        if (Shape.Count != 1)
        {
            throw new ShapeException(nameof(Item), $"a tensor of shape {Shape} has {Shape.Count} numbers; use ToArray");
        }

        Span<float> value = stackalloc float[1];
        Download(value);
        return value[0];
    }

    /// <summary>The same numbers, cut off from whatever made them.</summary>
    /// <returns>A leaf that shares this tensor's memory.</returns>
    public Tensor Detach() => new(Device, Shape, IsBatched, Buffer, true, this);

    /// <summary>Adds another tensor's numbers to these, in place and outside the gradient graph: running totals.</summary>
    /// <param name="other">Same shape, device and kind.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public void Accumulate(Tensor other)
    {
        Require.Given(nameof(Accumulate), this, other);
        Require.That(other.Shape == Shape && other.IsBatched == IsBatched, nameof(Accumulate), $"shapes must be the same; {Shape} and {other.Shape} were given");
        Device.Memory.Add(Layout, other.Buffer, Buffer);
    }

    /// <summary>Adds one to a scalar that counts on the device, up to 2^24: the float above is two more.</summary>
    /// <exception cref="ShapeException">The tensor has more than one number.</exception>
    public void Increment() => Increment(float.PositiveInfinity);

    /// <summary>Adds one to a scalar that counts on the device, and begins again.</summary>
    /// <param name="below">Where it is 0 again.</param>
    /// <exception cref="ShapeException">The tensor has more than one number.</exception>
    public void Increment(float below)
    {
        Require.That(Shape.Count == 1 && !IsBatched, nameof(Increment), $"only a plain tensor of one number counts; {Shape} was given");
        Device.Memory.Increment(Buffer, below);
    }

    /// <summary>Gives the memory back. The gradient goes too.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _grad?.Dispose();
        _retainedGrad?.Dispose();
        if (_ownsBuffer)
        {
            Buffer.Dispose();
        }

        _disposed = true;
    }

    /// <summary>Shape and device, for debuggers and messages.</summary>
    /// <returns>For example <c>[64, 1, 28, 28] on cpu</c>.</returns>
    public override string ToString() => $"{Shape} on {Device.Spec}";

    /// <summary>A result or a buffer of an operation: contents undefined, freed with the current scope.</summary>
    internal static Tensor New(Device device, Shape shape, bool isBatched) => new(device, shape, isBatched, null, true);

    /// <summary>The same memory under another shape.</summary>
    internal Tensor View(Shape shape) => new(Device, shape, IsBatched, Buffer, true, this);

    /// <summary>Moves value and gradient into memory that an optimiser keeps flat; the old memory is given back.</summary>
    internal void Rebind(DeviceBuffer value, DeviceBuffer grad)
    {
        Device.Memory.Copy(Layout, Buffer, value);
        Buffer.Dispose();
        _grad?.Dispose();
        Buffer = value;
        _grad = new Tensor(Device, Shape, IsBatched, grad, false);
    }

    private static Tensor FromHost(Device device, ReadOnlySpan<float> values, Shape shape, bool isBatched)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (isBatched && shape.Rank == 0)
        {
            throw new ShapeException(nameof(Batch), "a batch needs at least one axis, that of its images");
        }

        var tensor = New(device, shape, isBatched);
        tensor.Upload(values);
        return tensor;
    }
}
