using StnEngine.Kernels;
using StnEngine.Layers;

namespace StnEngine.Optimizers;

/// <summary>Stochastic gradient descent with momentum and weight decay, as PyTorch defines it; see <see cref="ISgd"/>.</summary>
public sealed class Sgd : Optimizer
{
    private readonly float _momentum;
    private readonly bool _nesterov;
    private readonly float _weightDecay;
    private readonly DeviceBuffer?[] _velocity;

    /// <summary>Takes over the parameters.</summary>
    /// <param name="groups">What to update.</param>
    /// <param name="learningRate">Step size.</param>
    /// <param name="momentum">Share of the velocity that is kept; 0 for none.</param>
    /// <param name="nesterov">Whether the gradient is taken a step ahead; needs momentum.</param>
    /// <param name="weightDecay">Factor of the parameter that is added to its gradient.</param>
    /// <exception cref="ArgumentException">Nesterov without momentum.</exception>
    public Sgd(IReadOnlyList<ParameterGroup> groups, float learningRate, float momentum = 0, bool nesterov = false, float weightDecay = 0)
        : base(groups, learningRate)
    {
        if (nesterov && momentum <= 0)
        {
            throw new ArgumentException("Nesterov needs a momentum above 0.", nameof(nesterov));
        }

        _momentum = momentum;
        _nesterov = nesterov;
        _weightDecay = weightDecay;
        _velocity = [.. Groups.Select(g => momentum > 0 ? g.Zeros(g.Length) : null)];
    }

    /// <summary>Takes over all parameters of a model.</summary>
    /// <param name="model">What to update.</param>
    /// <param name="learningRate">Step size.</param>
    /// <param name="momentum">Share of the velocity that is kept; 0 for none.</param>
    /// <param name="nesterov">Whether the gradient is taken a step ahead; needs momentum.</param>
    /// <param name="weightDecay">Factor of the parameter that is added to its gradient.</param>
    /// <exception cref="ArgumentException">Nesterov without momentum.</exception>
    public Sgd(Module model, float learningRate, float momentum = 0, bool nesterov = false, float weightDecay = 0)
        : this([ParameterGroup.Of(model)], learningRate, momentum, nesterov, weightDecay)
    {
    }

    /// <inheritdoc/>
    public override void Step()
    {
        for (int i = 0; i < Groups.Count; i++)
        {
            FlatGroup group = Groups[i];
            var dims = new SgdDims(group.Length, _momentum, _nesterov, _weightDecay);
            group.Values.Device.Sgd.Step(dims, group.Values, group.Grads, _velocity[i], group.LearningRate);
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<SafetensorsEntry> Save() =>
        Groups.SelectMany((g, i) => _velocity[i] is { } velocity ? g.Save("optimizer.velocity", velocity) : []);

    /// <inheritdoc/>
    public override void Load(SafetensorsFile file)
    {
        for (int i = 0; i < Groups.Count; i++)
        {
            if (_velocity[i] is { } velocity)
            {
                Groups[i].Load("optimizer.velocity", velocity, file);
            }
        }
    }
}
