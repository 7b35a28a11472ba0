using StnEngine.Transformations;

namespace Stn.Models;

/// <summary>What a <see cref="PaperNetwork"/> is made of.</summary>
/// <param name="Convolutional">Whether localisation and classification are convolutional; else fully connected.</param>
/// <param name="Kind">What transformers choose from; null for a plain network.</param>
/// <param name="Layout">Where the transformers are; deep ones need convolutions.</param>
internal sealed record PaperDesign(bool Convolutional, TransformationKind? Kind = null, TransformerLayout Layout = TransformerLayout.Single);
