using StnEngine.Kernels;

namespace StnEngine.Optimizers;

/// <summary>Moves parameters against their gradients.</summary>
/// <remarks>
/// Takes the parameters into flat memory of its own, so make it before recording a step and dispose it after the last use of the model.
/// The learning rate lives on the device: set it between replays.
/// </remarks>
public abstract class Optimizer : IDisposable
{
    private readonly List<FlatGroup> _groups = [];

    private protected Optimizer(IReadOnlyList<ParameterGroup> groups, float learningRate)
    {
        ArgumentNullException.ThrowIfNull(groups);
        foreach (ParameterGroup group in groups)
        {
            _groups.Add(new FlatGroup(group));
        }

        LearningRate = learningRate;
    }

    /// <summary>Step size; each group multiplies it by a factor of its own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public float LearningRate
    {
        get;
        set
        {
            if (!(value >= 0) || !float.IsFinite(value))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "A learning rate of at least 0 is wanted.");
            }

            field = value;
            _groups.ForEach(g => g.SetLearningRate(value));
        }
    }

    private protected IReadOnlyList<FlatGroup> Groups => _groups;

    /// <summary>Sets every gradient to zero.</summary>
    public void ZeroGrad() => _groups.ForEach(g => g.ZeroGrad());

    /// <summary>Shortens all gradients together to a largest length, before <see cref="Step"/>; nothing waits for the host.</summary>
    /// <param name="maxNorm">Largest length, above 0; infinity only measures.</param>
    /// <returns>A plain scalar: the length before, the root of the sum of all squares. NaN if a gradient is, and then all become NaN.</returns>
    /// <remarks>Every gradient is multiplied by <c>min(1, maxNorm / (norm + 1e-6))</c>, as PyTorch's <c>clip_grad_norm_</c> does.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not above 0.</exception>
    public Tensor ClipGradNorm(float maxNorm)
    {
        if (!(maxNorm > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(maxNorm), maxNorm, "ClipGradNorm: a largest norm above 0 is wanted.");
        }

        Tensor norm = NormOf([.. _groups.Select(g => g.Grads)]);
        foreach (FlatGroup group in _groups)
        {
            norm.Device.ClipNorm.Clip(new ClipNormDims(group.Length, maxNorm), norm.Buffer, group.Grads);
        }

        return norm;
    }

    /// <summary>The length of all parameters and gradients together: one number to read instead of all, to see whether they are finite.</summary>
    /// <returns>A plain scalar. NaN or infinite if one of them is, and infinite where the square of one does not fit in a float: beyond 1.8e19.</returns>
    public Tensor ParameterAndGradNorm() => NormOf([.. _groups.SelectMany(g => new[] { g.Values, g.Grads })]);

    /// <summary>Updates every parameter.</summary>
    public abstract void Step();

    /// <summary>What the optimiser remembers of past steps, for a checkpoint.</summary>
    /// <returns>Named arrays.</returns>
    public abstract IEnumerable<SafetensorsEntry> Save();

    /// <summary>Takes back what <see cref="Save"/> gave.</summary>
    /// <param name="file">The checkpoint.</param>
    /// <exception cref="CheckpointException">An entry is missing or has another shape.</exception>
    public abstract void Load(SafetensorsFile file);

    /// <summary>Frees the flat memory, the parameters' included.</summary>
    public void Dispose()
    {
        _groups.ForEach(g => g.Dispose());
        GC.SuppressFinalize(this);
    }

    private static Tensor NormOf(DeviceBuffer[] buffers)
    {
        Device device = buffers[0].Device;
        Tensor norm = Tensor.New(device, default, false);
        device.ClipNorm.Norm(buffers, norm.Buffer);
        return norm;
    }
}
