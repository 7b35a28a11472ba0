namespace StnEngine.Layers;

/// <summary>What a <see cref="SpatialTransformer"/> did.</summary>
/// <param name="Input"><c>[N, C, H, W]</c>: the images or feature maps it was given.</param>
/// <param name="Parameters"><c>[N, Transformation.Identity.Count]</c>: what it chose.</param>
/// <param name="Output"><c>[N, C, outH, outW]</c>: what it made of them.</param>
public sealed record SpatialTransformerLook(Tensor Input, Tensor Parameters, Tensor Output);
