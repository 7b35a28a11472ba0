namespace StnEngine;

/// <summary>Frees, when it ends, the tensors that were made on this thread while it was open.</summary>
/// <example><code>
/// using var step = TensorScope.Begin();
/// Tensor loss = model.Forward(images).CrossEntropy(labels);
/// loss.Backward();
/// </code></example>
public sealed class TensorScope : IDisposable
{
    // An ambient list: the alternative is a scope argument on every operation.
    [ThreadStatic]
    private static TensorScope? _current;

    private readonly TensorScope? _outer;
    private readonly List<Tensor> _tensors = [];
    private bool _open = true;

    private TensorScope()
    {
        _outer = _current;
        _current = this;
    }

    /// <summary>Opens a scope inside the current one, if any.</summary>
    /// <returns>Dispose it to free its tensors.</returns>
    public static TensorScope Begin() => new();

    /// <summary>Lets a tensor, and the one whose memory it shares, outlive this scope: they belong to the one outside, or to the caller.</summary>
    /// <param name="tensor">Made in this scope.</param>
    /// <returns>The same tensor.</returns>
    public Tensor Keep(Tensor tensor)
    {
        for (Tensor? kept = tensor; kept is not null; kept = kept.Owner)
        {
            if (_tensors.Remove(kept))
            {
                _outer?._tensors.Add(kept);
            }
        }

        return tensor;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        foreach (Tensor tensor in _tensors)
        {
            tensor.Dispose();
        }

        _tensors.Clear();
    }

    internal static void Adopt(Tensor tensor) => _current?._tensors.Add(tensor);

    /// <summary>Ends collecting, but keeps the tensors until the scope is disposed.</summary>
    internal void Close()
    {
        if (_open)
        {
            _open = false;
            _current = _outer;
        }
    }
}
