namespace StnEngine.Layers;

/// <summary>A part of a model: a function of a tensor with parameters of its own and of its children.</summary>
/// <remarks>Names are as in PyTorch's <c>state_dict</c>: <c>localization.0.weight</c>.</remarks>
public abstract class Module : IDisposable
{
    private readonly List<(string Name, Module Module)> _children = [];
    private readonly List<(string Name, Tensor Tensor)> _parameters = [];
    private readonly List<(string Name, Tensor Tensor)> _buffers = [];
    private readonly List<(string Name, Tensor Tensor)> _counters = [];

    /// <summary>Whether dropout drops and batch normalisation uses the batch's statistics. On until <see cref="Evaluate"/>.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>Called with every module and its result, children before parents; for tables of a model's shapes.</summary>
    public Action<Module, Tensor>? Observer { get; private set; }

    /// <summary>The children in the order they were added.</summary>
    public IReadOnlyList<(string Name, Module Module)> Children => _children;

    /// <summary>What the module is, as a layer table shows it: <c>Conv2d 1-&gt;8 7x7</c>.</summary>
    public virtual string Description => GetType().Name;

    /// <summary>This module's own parameters, those of children left out.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> OwnParameters => _parameters;

    /// <summary>Applies the module.</summary>
    /// <param name="input">What it works on.</param>
    /// <returns>Its result.</returns>
    public Tensor Forward(Tensor input)
    {
        using ModuleTrail.Entry _ = ModuleTrail.Enter(this);
        return Report(Run(input));
    }

    /// <summary>Applies the module and <see cref="Tensor.Relu"/> after it, in one pass where the module can.</summary>
    /// <param name="input">What it works on.</param>
    /// <returns>Its result, none of it below zero.</returns>
    public Tensor ForwardRelu(Tensor input)
    {
        using ModuleTrail.Entry _ = ModuleTrail.Enter(this);
        return Report(RunRelu(input));
    }

    /// <summary>How many numbers the module learns, children's included.</summary>
    public int ParameterCount => NamedParameters().Sum(p => p.Tensor.Shape.Count);

    /// <summary>All parameters, children's included, with their full names.</summary>
    /// <returns>In a fixed order.</returns>
    public IEnumerable<(string Name, Tensor Tensor)> NamedParameters() => Named(string.Empty, m => m._parameters);

    /// <summary>This module and all below it, with their paths; a path is empty for the module itself, and that of a child added unnamed is its parent's.</summary>
    /// <returns>Parents before children, children in the order they were added.</returns>
    public IEnumerable<(string Path, Module Module)> NamedModules()
    {
        yield return (string.Empty, this);
        foreach ((string name, Module child) in _children)
        {
            foreach ((string path, Module module) in child.NamedModules())
            {
                yield return (name.Length == 0 || path.Length == 0 ? name + path : $"{name}.{path}", module);
            }
        }
    }

    /// <summary>Tensors that belong to the model but that no optimiser moves, such as running statistics; children's included.</summary>
    /// <returns>In a fixed order, with their full names.</returns>
    public IEnumerable<(string Name, Tensor Tensor)> NamedBuffers() => Named(string.Empty, m => m._buffers);

    /// <summary>Counters of random draws: training goes on from them, so a checkpoint must keep them; the model itself needs none.</summary>
    /// <returns>Names and plain scalars.</returns>
    public IEnumerable<(string Name, Tensor Tensor)> NamedCounters() => Named(string.Empty, m => m._counters);

    /// <summary>Switches this module and its children to training: dropout drops, batch normalisation learns its statistics.</summary>
    public void Train() => Each(m => m.IsTraining = true);

    /// <summary>Switches this module and its children to evaluation: dropout does nothing, batch normalisation uses what it learnt.</summary>
    public void Evaluate() => Each(m => m.IsTraining = false);

    /// <summary>Has this module and its children report every result.</summary>
    /// <param name="observer">Called after each module, or null for nobody.</param>
    public void Observe(Action<Module, Tensor>? observer) => Each(m => m.Observer = observer);

    /// <summary>Frees the parameters, buffers and counters.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>What the module computes.</summary>
    /// <param name="input">What it works on.</param>
    /// <returns>Its result.</returns>
    protected abstract Tensor Run(Tensor input);

    /// <summary>What the module computes, with <see cref="Tensor.Relu"/> after it; override it where that takes no second pass.</summary>
    /// <param name="input">What it works on.</param>
    /// <returns>Its result.</returns>
    protected virtual Tensor RunRelu(Tensor input) => Run(input).Relu();

    /// <summary>Frees what this module and its children hold.</summary>
    /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        foreach ((_, Tensor tensor) in _parameters.Concat(_buffers).Concat(_counters))
        {
            tensor.Dispose();
        }

        _children.ForEach(c => c.Module.Dispose());
    }

    /// <summary>Adds a child under a name.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Part of its parameters' names.</param>
    /// <param name="child">The child.</param>
    /// <returns>The same child.</returns>
    protected T Add<T>(string name, T child)
        where T : Module
    {
        _children.Add((name, child));
        return child;
    }

    /// <summary>Adds a child whose parameters are named as if they were this module's own.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="child">The child.</param>
    /// <returns>The same child.</returns>
    protected T AddUnnamed<T>(T child)
        where T : Module => Add(string.Empty, child);

    /// <summary>Adds a parameter under a name.</summary>
    /// <param name="name">Its name in this module.</param>
    /// <param name="parameter">A leaf.</param>
    /// <returns>The same tensor.</returns>
    protected Tensor AddParameter(string name, Tensor parameter)
    {
        _parameters.Add((name, parameter));
        return parameter;
    }

    /// <summary>Adds a buffer: saved with the model, not moved by an optimiser.</summary>
    /// <param name="name">Its name in this module.</param>
    /// <param name="buffer">A plain tensor.</param>
    /// <returns>The same tensor.</returns>
    protected Tensor AddBuffer(string name, Tensor buffer)
    {
        _buffers.Add((name, buffer));
        return buffer;
    }

    /// <summary>Adds a counter of random draws: saved with a run that may go on, not with the model.</summary>
    /// <param name="name">Its name in this module.</param>
    /// <param name="counter">A plain scalar.</param>
    /// <returns>The same tensor.</returns>
    protected Tensor AddCounter(string name, Tensor counter)
    {
        _counters.Add((name, counter));
        return counter;
    }

    /// <summary>Tells the observer, if there is one.</summary>
    internal Tensor Report(Tensor result)
    {
        Observer?.Invoke(this, result);
        return result;
    }

    private IEnumerable<(string Name, Tensor Tensor)> Named(string prefix, Func<Module, List<(string Name, Tensor Tensor)>> own)
    {
        foreach ((string name, Tensor tensor) in own(this))
        {
            yield return (prefix + name, tensor);
        }

        foreach ((string name, Module child) in _children)
        {
            foreach ((string Name, Tensor Tensor) inner in child.Named(name.Length == 0 ? prefix : $"{prefix}{name}.", own))
            {
                yield return inner;
            }
        }
    }

    private void Each(Action<Module> action)
    {
        action(this);
        _children.ForEach(c => c.Module.Each(action));
    }
}
