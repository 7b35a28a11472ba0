namespace StnEngine.Layers;

/// <summary>Convolution with weights of its own; see <see cref="Tensor.Conv2d"/>.</summary>
public sealed class Conv2d : Module
{
    private readonly Tensor _weight;
    private readonly Tensor? _bias;
    private readonly Size2d _stride;
    private readonly Size2d _padding;

    /// <summary>A convolution with PyTorch's default initialisation.</summary>
    /// <param name="context">Where it is being built.</param>
    /// <param name="inC">Channels in.</param>
    /// <param name="outC">Channels out.</param>
    /// <param name="kernel">Window.</param>
    /// <param name="stride">Steps between windows; 1 when left out.</param>
    /// <param name="padding">Zeros around the image; 0 when left out.</param>
    /// <param name="bias">Whether each output channel has a bias.</param>
    public Conv2d(ModuleContext context, int inC, int outC, Size2d kernel, Size2d? stride = null, Size2d? padding = null, bool bias = true)
    {
        ArgumentNullException.ThrowIfNull(context);
        float bound = 1 / MathF.Sqrt(inC * kernel.Height * kernel.Width);
        _weight = AddParameter("weight", context.Uniform("weight", bound, outC, inC, kernel.Height, kernel.Width));
        _bias = bias ? AddParameter("bias", context.Uniform("bias", bound, outC)) : null;
        _stride = stride ?? 1;
        _padding = padding ?? 0;
    }

    /// <summary>Window.</summary>
    public Size2d Kernel => new(_weight.Shape[2], _weight.Shape[3]);

    /// <summary>Steps between windows.</summary>
    public Size2d Stride => _stride;

    /// <summary>Zeros around the image.</summary>
    public Size2d Padding => _padding;

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant(
        $"Conv2d {_weight.Shape[1]}->{_weight.Shape[0]} {Kernel}");

    /// <inheritdoc/>
    protected override Tensor Run(Tensor input) => input.Conv2d(_weight, _bias, _stride, _padding);

    /// <inheritdoc/>
    protected override Tensor RunRelu(Tensor input) => input.Conv2d(_weight, _bias, _stride, _padding, relu: true);
}
