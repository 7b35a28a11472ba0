using StnEngine.Layers;

namespace StnEngine;

/// <summary>Which module was at work, and in which model: where an operation stands, and what its parameters are called.</summary>
/// <param name="Model">The outermost module that was at work.</param>
/// <param name="Module">The innermost.</param>
internal sealed record ModulePlace(Module Model, Module Module)
{
    /// <summary>From the model down to the module; empty for the model itself and for a child added unnamed.</summary>
    public string Path => Model.NamedModules().First(m => ReferenceEquals(m.Module, Module)).Path;

    /// <summary>The full name of a parameter of the model, or null.</summary>
    public string? NameOf(Tensor parameter) => Model.NamedParameters().FirstOrDefault(p => ReferenceEquals(p.Tensor, parameter)).Name;

    /// <inheritdoc/>
    public override string ToString() => Path is { Length: > 0 } path ? $"'{path}' ({Module.Description})" : Module.Description;
}
