namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>Mean over all numbers of the squared difference to a target.</summary>
    /// <param name="target">The same shape and kind: stretching one would compare what does not belong together.</param>
    /// <returns>A plain scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ, or only one is a batch.</exception>
    public Tensor MeanSquaredError(Tensor target)
    {
        const string Operation = nameof(MeanSquaredError);
        ArgumentNullException.ThrowIfNull(target);
        Require.Given(Operation, this, target);
        Require.That(Shape == target.Shape && IsBatched == target.IsBatched, Operation, $"shapes must be the same; {Shape}{(IsBatched ? " (a batch)" : string.Empty)} and {target.Shape}{(target.IsBatched ? " (a batch)" : string.Empty)} were given");
        return (this - target).Square().Mean();
    }
}
