namespace StnEngine.Datasets;

/// <summary>Published recipes that distort each image for itself.</summary>
/// <remarks>All but the last are of Jaderberg et al., arXiv 1506.02025, section 4.1.</remarks>
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

    /// <summary>Rotation uniform in -45..45 degrees, scale uniform in 0.7..1.2, the centre moved by up to a quarter of a canvas of 80 pixels for each 28.</summary>
    Wide,
}
