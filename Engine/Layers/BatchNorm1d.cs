namespace StnEngine.Layers;

/// <summary>Batch normalisation of features <c>[N, C]</c>, or of sequences <c>[N, C, L]</c>.</summary>
/// <param name="context">Where it is being built.</param>
/// <param name="channels">Features.</param>
/// <param name="momentum">Weight of a batch in the running statistics.</param>
/// <param name="epsilon">Added to the variance.</param>
public sealed class BatchNorm1d(ModuleContext context, int channels, float momentum = 0.1f, float epsilon = 1e-5f)
    : BatchNorm(context, channels, momentum, epsilon)
{
    private protected override void RequireRank(Tensor input) => Require.That(
        input is { IsBatched: true, Shape.Rank: 2 or 3 }, nameof(BatchNorm1d), $"a batch [N, C] or [N, C, L] is wanted; {input.Shape} was given");
}
