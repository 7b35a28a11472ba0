namespace StnEngine.Layers;

/// <summary>Batch normalisation of images <c>[N, C, H, W]</c>: a channel's statistics are over all images and positions.</summary>
/// <param name="context">Where it is being built.</param>
/// <param name="channels">Channels.</param>
/// <param name="momentum">Weight of a batch in the running statistics.</param>
/// <param name="epsilon">Added to the variance.</param>
public sealed class BatchNorm2d(ModuleContext context, int channels, float momentum = 0.1f, float epsilon = 1e-5f)
    : BatchNorm(context, channels, momentum, epsilon)
{
    private protected override void RequireRank(Tensor input) => Require.Batched(nameof(BatchNorm2d), "the input", input, 4);
}
