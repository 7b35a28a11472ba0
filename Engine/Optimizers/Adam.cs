using StnEngine.Kernels;
using StnEngine.Layers;

namespace StnEngine.Optimizers;

/// <summary>Adam, as PyTorch defines it; see <see cref="IAdam"/>. For weight decay that leaves the gradient alone see <see cref="AdamW"/>.</summary>
public class Adam : Optimizer
{
    private readonly float _beta1;
    private readonly float _beta2;
    private readonly float _epsilon;
    private readonly float _weightDecay;
    private readonly bool _isDecoupled;
    private readonly DeviceBuffer[] _mean;
    private readonly DeviceBuffer[] _square;
    private readonly DeviceBuffer _step;

    /// <summary>Takes over the parameters.</summary>
    /// <param name="groups">What to update.</param>
    /// <param name="learningRate">Step size.</param>
    /// <param name="beta1">Decay of the mean of gradients.</param>
    /// <param name="beta2">Decay of the mean of squared gradients.</param>
    /// <param name="epsilon">Added to the root.</param>
    /// <param name="weightDecay">Factor of the parameter that is added to its gradient.</param>
    public Adam(IReadOnlyList<ParameterGroup> groups, float learningRate, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0)
        : this(groups, learningRate, beta1, beta2, epsilon, weightDecay, false)
    {
    }

    /// <summary>Takes over all parameters of a model.</summary>
    /// <param name="model">What to update.</param>
    /// <param name="learningRate">Step size.</param>
    /// <param name="beta1">Decay of the mean of gradients.</param>
    /// <param name="beta2">Decay of the mean of squared gradients.</param>
    /// <param name="epsilon">Added to the root.</param>
    /// <param name="weightDecay">Factor of the parameter that is added to its gradient.</param>
    public Adam(Module model, float learningRate, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0)
        : this([ParameterGroup.Of(model)], learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    private protected Adam(IReadOnlyList<ParameterGroup> groups, float learningRate, float beta1, float beta2, float epsilon, float weightDecay, bool isDecoupled)
        : base(groups, learningRate)
    {
        _beta1 = beta1;
        _beta2 = beta2;
        _epsilon = epsilon;
        _weightDecay = weightDecay;
        _isDecoupled = isDecoupled;
        _mean = [.. Groups.Select(g => g.Zeros(g.Length))];
        _square = [.. Groups.Select(g => g.Zeros(g.Length))];
        _step = Groups[0].Zeros(1);
    }

    private Device Device => _step.Device;

    /// <inheritdoc/>
    public override void Step()
    {
        // After 2^24 steps it stays there: the mean has long forgotten where it began.
        Device.Memory.Increment(_step, float.PositiveInfinity);
        for (int i = 0; i < Groups.Count; i++)
        {
            FlatGroup group = Groups[i];
            var dims = new AdamDims(group.Length, _beta1, _beta2, _epsilon, _weightDecay, _isDecoupled);
            Device.Adam.Step(dims, group.Values, group.Grads, _mean[i], _square[i], group.LearningRate, _step);
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<SafetensorsEntry> Save()
    {
        float[] step = new float[1];
        Device.Download(_step, Layout.Plain(1), step);
        return Groups
            .SelectMany((g, i) => g.Save("optimizer.mean", _mean[i]).Concat(g.Save("optimizer.square", _square[i])))
            .Append(SafetensorsEntry.Of("optimizer.step", step));
    }

    /// <inheritdoc/>
    public override void Load(SafetensorsFile file)
    {
        for (int i = 0; i < Groups.Count; i++)
        {
            Groups[i].Load("optimizer.mean", _mean[i], file);
            Groups[i].Load("optimizer.square", _square[i], file);
        }

        Device.Upload(StateFile.Values(file, "optimizer.step", default), Layout.Plain(1), _step);
    }
}
