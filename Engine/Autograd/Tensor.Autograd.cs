using StnEngine.Kernels;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>The buffer that backward kernels add this tensor's gradient into, made of zeros when first asked for.</summary>
    internal DeviceBuffer GradBuffer
    {
        get
        {
            if (_grad is null)
            {
                if (_node is null && Device.IsRecording)
                {
                    throw new DeviceException($"Backward: a leaf of shape {Shape} has no gradient yet. Make the optimiser, or run one eager step, before recording.");
                }

                // A leaf's gradient outlives the step that made it; a result's belongs to the step, the one it retains to the result.
                bool isOwn = _node is null || (_retainsGrad && _retainedGrad is null);
                _grad = new Tensor(Device, Shape, IsBatched, null, !isOwn);
                Device.Memory.Fill(Layout, _grad.Buffer, 0);
            }

            return _grad.Buffer;
        }
    }

    /// <summary>The gradient as far as it is added up, that of a result on the way back included; null for none.</summary>
    internal Tensor? CurrentGrad => _grad;

    /// <summary>Adds the gradient of this tensor to <see cref="Grad"/> of every leaf it was made from that requires one.</summary>
    /// <param name="upstream">The gradient that reaches this tensor, of its shape; 1 for a scalar when left out.</param>
    /// <exception cref="ShapeException">The tensor is no scalar and no upstream gradient was given, or its shape differs.</exception>
    /// <exception cref="InvalidOperationException">Nothing this tensor was made from requires a gradient.</exception>
    public void Backward(Tensor? upstream = null)
    {
        if (!RequiresGrad)
        {
            throw new InvalidOperationException($"Backward: nothing that this tensor of shape {Shape} was made from requires a gradient. Set RequiresGrad on a leaf, and leave NoGrad.");
        }

        Seed(upstream);
        List<Tensor> order = ResultsInOrder();
        if (DetectAnomaly.IsOn)
        {
            DetectAnomaly.LookAtSeed(this, order);
        }

        for (int i = order.Count - 1; i >= 0; i--)
        {
            Tensor result = order[i];
            result._node!.Backward(result);
            if (DetectAnomaly.IsOn)
            {
                DetectAnomaly.LookAtGradients(result._node);
            }

            result.RetainOrDropGrad();
        }
    }

    /// <summary>Keeps the gradient of this result: after <see cref="Backward"/> it is in <see cref="Grad"/> for as long as the result lives.</summary>
    /// <remarks>
    /// Several backward passes add up, as on a leaf, which keeps its gradient anyhow. Asked for while a step is recorded, every
    /// replay gives that replay's gradient.
    /// </remarks>
    /// <exception cref="InvalidOperationException">No gradient flows to this tensor.</exception>
    public void RetainGrad()
    {
        _retainsGrad = RequiresGrad
            ? true
            : throw new InvalidOperationException($"RetainGrad: no gradient flows to this tensor of shape {Shape}. Set RequiresGrad on a leaf it is made from, and leave NoGrad.");
    }

    /// <summary>Sets the gradient to zero, if there is one.</summary>
    public void ZeroGrad()
    {
        if (Grad is { } grad)
        {
            Device.Memory.Fill(Layout, grad.Buffer, 0);
        }
    }

    /// <summary>Remembers how this result was made, if a gradient will ever be wanted.</summary>
    private Tensor MadeBy(Node node)
    {
        if (DetectAnomaly.IsOn)
        {
            DetectAnomaly.LookAtResult(node, this);
        }

        if (NoGrad.IsOn)
        {
            return this;
        }

        foreach (Tensor? input in node.Inputs)
        {
            if (input is { RequiresGrad: true })
            {
                RequiresGrad = true;
                _node = node;
                break;
            }
        }

        return this;
    }

    private void Seed(Tensor? upstream)
    {
        if (upstream is null)
        {
            Require.That(Shape.Count == 1, nameof(Backward), $"a tensor of shape {Shape} is no scalar; give the gradient that reaches it");
            Device.Memory.Fill(Layout, GradBuffer, 1);
            return;
        }

        Require.Given(nameof(Backward), this, upstream);
        Require.That(upstream.Shape == Shape && upstream.IsBatched == IsBatched, nameof(Backward), $"the upstream gradient must have shape {Shape}; {upstream.Shape} was given");
        Device.Memory.Add(Layout, upstream.Buffer, GradBuffer);
    }

    /// <summary>The results that this one was made from, itself included: inputs before what is made from them.</summary>
    internal List<Tensor> ResultsInOrder()
    {
        // Depth first, without recursion.
        var order = new List<Tensor>();
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<(Tensor Result, bool InputsDone)>();
        pending.Push((this, false));
        while (pending.TryPop(out (Tensor Result, bool InputsDone) next))
        {
            if (next.InputsDone)
            {
                order.Add(next.Result);
                continue;
            }

            if (next.Result._node is not { } node || !seen.Add(next.Result))
            {
                continue;
            }

            pending.Push((next.Result, true));
            foreach (Tensor? input in node.Inputs)
            {
                if (input is not null)
                {
                    pending.Push((input, false));
                }
            }
        }

        return order;
    }

    // The next pass adds up a gradient of its own: what this one gave must not flow back twice.
    private void RetainOrDropGrad()
    {
        if (!_retainsGrad)
        {
            DropGrad();
        }
        else if (_retainedGrad is null)
        {
            _retainedGrad = _grad;
            _grad = null;
        }
        else if (_grad is not null)
        {
            Device.Memory.Add(Layout, _grad.Buffer, _retainedGrad.Buffer);
            DropGrad();
        }
    }

    // While recording, every buffer stays: one that is used twice would tie calls together that could follow each other block by block.
    private void DropGrad()
    {
        if (!Device.IsRecording)
        {
            _grad?.Dispose();
        }

        _grad = null;
    }
}
