namespace Stn.Models;

/// <summary>Where a network has spatial transformers.</summary>
internal enum TransformerLayout
{
    /// <summary>One at the entrance.</summary>
    Single,

    /// <summary>Two at the entrance, side by side: the classifier sees what both make of the image.</summary>
    Parallel,

    /// <summary>One at the entrance, and one on the feature maps of the first convolution.</summary>
    Deep,
}
