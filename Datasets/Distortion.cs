namespace StnEngine.Datasets;

/// <summary>The distorted sets of the spatial transformer paper that are drawn here.</summary>
/// <remarks>Jaderberg et al., arXiv 1506.02025, section 4.1.</remarks>
public enum Distortion
{
    /// <summary>The images as they are.</summary>
    None,

    /// <summary>R: rotation uniform in -90..90 degrees, canvas of the image's size.</summary>
    Rotation,

    /// <summary>RTS: rotation uniform in -45..45 degrees, scale uniform in 0.7..1.2, anywhere in a canvas 1.5 times as large.</summary>
    RotationTranslationScale,
}
