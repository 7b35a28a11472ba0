using StnEngine.Layers;

namespace StnEngine;

/// <summary>
/// While one is open on this thread, every operation is looked at, forward and back: the first whose result or gradient is NaN or infinite ends in a
/// <see cref="NonFiniteException"/> that names it, the module it stands in, and the parameter.
/// </summary>
/// <remarks>
/// For finding out, not for training: every result and every gradient is copied to the host. A recorded step runs as a whole, so run the step eagerly.
/// Operations that mean to make infinities, such as the logarithm of zero in a mask, are reported like any others.
/// </remarks>
/// <example><code>
/// using var _ = DetectAnomaly.Begin();
/// model.Forward(images).CrossEntropy(labels).Backward();
/// </code></example>
public sealed class DetectAnomaly : IDisposable
{
    // An ambient switch, as NoGrad is.
    [ThreadStatic]
    private static int _open;

    private bool _ended;

    private DetectAnomaly() => _open++;

    /// <summary>Whether one is open on this thread.</summary>
    public static bool IsOn => _open > 0;

    /// <summary>Opens one.</summary>
    /// <returns>Dispose it to stop looking.</returns>
    public static DetectAnomaly Begin() => new();

    /// <summary>Looks at one tensor, whether one is open or not; waits for the device.</summary>
    /// <param name="tensor">Which.</param>
    /// <param name="name">What the message calls it: <c>parameter 'conv1.weight'</c>.</param>
    /// <exception cref="NonFiniteException">Not all of its numbers are finite.</exception>
    public static void RequireFinite(Tensor tensor, string name)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        RequireFinite(tensor, name, null);
    }

    /// <summary>Looks at all parameters and buffers of a model, whether one is open or not; waits for the device.</summary>
    /// <param name="model">Which.</param>
    /// <exception cref="NonFiniteException">Not all of their numbers are finite; names the first that is not.</exception>
    public static void RequireFinite(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach ((string name, Tensor tensor) in model.NamedParameters())
        {
            RequireFinite(tensor, $"parameter '{name}'", name);
        }

        foreach ((string name, Tensor tensor) in model.NamedBuffers())
        {
            RequireFinite(tensor, $"buffer '{name}'", null);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _open -= _ended ? 0 : 1;
        _ended = true;
    }

    // An operation was run. What it made of numbers that were not finite already is not its doing.
    internal static void LookAtResult(Node node, Tensor result)
    {
        node.Place = ModuleTrail.Here;
        if (NonFinite.In(result) is not { } found)
        {
            return;
        }

        foreach (Tensor? input in node.Inputs)
        {
            if (input is not null && NonFinite.In(input) is { } read)
            {
                throw Found(node, $"read {Called(node, input)}, which holds {read}", input, read);
            }
        }

        throw Found(node, $"made {found}, reading {Ranges(node)}", null, found);
    }

    // What is there before the way back begins.
    internal static void LookAtSeed(Tensor result, IReadOnlyList<Tensor> order)
    {
        if (result.CurrentGrad is { } seed && NonFinite.In(seed) is { } given)
        {
            throw new NonFiniteException($"Backward: the gradient that is given holds {given}") { Images = given.Images };
        }

        foreach (Node node in order.Select(made => made.Node!))
        {
            foreach (Tensor? input in node.Inputs)
            {
                if (input is { Node: null, CurrentGrad: { } grad } && NonFinite.In(grad) is { } left)
                {
                    throw Found(node, $"would add to the gradient of {Called(node, input)}, which holds {left} of a pass before: call ZeroGrad first", input, left);
                }
            }
        }
    }

    // An operation was gone back through. The gradient it was given was looked at when that was made.
    internal static void LookAtGradients(Node node)
    {
        foreach (Tensor? input in node.Inputs)
        {
            if (input is { RequiresGrad: true, CurrentGrad: { } grad } && NonFinite.In(grad) is { } found)
            {
                throw Found(node, $"made {found} of the gradient of {Called(node, input)}; forward it had read {Ranges(node)}", input, found);
            }
        }
    }

    private static void RequireFinite(Tensor tensor, string name, string? parameter)
    {
        if (NonFinite.In(tensor) is { } found)
        {
            throw new NonFiniteException($"{name} of shape {tensor.Shape} holds {found}") { Parameter = parameter, Images = found.Images };
        }
    }

    private static NonFiniteException Found(Node node, string what, Tensor? input, NonFinite found) =>
        new($"{node.Operation}{(node.Place is { } place ? $" in {place}" : string.Empty)} {what}")
        {
            Operation = node.Operation,
            Module = node.Place?.Path,
            Parameter = input is null ? null : node.Place?.NameOf(input),
            Images = found.Images,
        };

    private static string Called(Node node, Tensor input) =>
        node.Place?.NameOf(input) is { } name ? $"parameter '{name}' of shape {input.Shape}"
        : input.Node is { } made ? $"the result of {made.Operation} of shape {input.Shape}"
        : $"a tensor of shape {input.Shape} that no operation made";

    private static string Ranges(Node node) => string.Join(
        " and ", node.Inputs.ToArray().OfType<Tensor>().Select(input => $"{(node.Place?.NameOf(input) is { } name ? $"'{name}' " : string.Empty)}{NonFinite.Range(input)}"));
}
