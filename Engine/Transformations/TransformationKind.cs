namespace StnEngine.Transformations;

/// <summary>Families of transformations, from the most to the least restricted.</summary>
public enum TransformationKind
{
    /// <summary>Two numbers: a shift.</summary>
    Translation,

    /// <summary>Three numbers: a zoom and a shift.</summary>
    Attention,

    /// <summary>Four numbers: a zoom, a rotation and a shift.</summary>
    Similarity,

    /// <summary>Six numbers: straight lines stay straight, parallel ones parallel.</summary>
    Affine,

    /// <summary>Eight numbers: straight lines stay straight.</summary>
    Projective,

    /// <summary>Two numbers for each of some control points: the smoothest bending that moves them so.</summary>
    ThinPlateSpline,
}
