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

    /// <summary>P: scale uniform in 0.75..1, then each corner moved by a normally distributed step of 5 pixels, canvas of the image's size.</summary>
    Projective,

    /// <summary>E: scale uniform in 0.75..1, then 4x4 control points of a thin-plate spline moved by normally distributed steps of 1.5 pixels.</summary>
    Elastic,
}
