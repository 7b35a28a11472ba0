namespace StnEngine.Kernels;

/// <summary>Transforms each image affinely: <see cref="IAffineGrid"/> and <see cref="IGridSample"/> in one, with no grid stored.</summary>
/// <remarks>
/// Positions are worked out in pixels from the middle of the image,
/// <c>x = theta[0, 0] * ColumnToX * (ox - MiddleColumn) + theta[0, 1] * RowToX * (oy - MiddleRow) + theta[0, 2] * ScaleX + MiddleX</c>,
/// and y likewise: every term is exact for the identity, which therefore gives the image back bit for bit when the sizes agree, in
/// every mode and padding. Other conventions are those of the two operations, that of gradients that are not finite too. Forward overwrites; backward adds.
/// </remarks>
public interface ISpatialTransform
{
    /// <summary>Computes the transformed image.</summary>
    /// <param name="dims">Extents and choices.</param>
    /// <param name="image"><c>[N, C, H, W]</c>.</param>
    /// <param name="theta"><c>[N, 2, 3]</c>: rows for x and y; columns for u, v and the shift, in coordinates of -1 to 1.</param>
    /// <param name="output"><c>[N, C, OutH, OutW]</c>, overwritten.</param>
    void Forward(in SpatialTransformDims dims, DeviceBuffer image, DeviceBuffer theta, DeviceBuffer output);

    /// <summary>Adds the gradients of image and transformation.</summary>
    /// <param name="dims">Extents and choices.</param>
    /// <param name="image"><c>[N, C, H, W]</c>.</param>
    /// <param name="theta"><c>[N, 2, 3]</c>.</param>
    /// <param name="gradOutput"><c>[N, C, OutH, OutW]</c>.</param>
    /// <param name="gradImage"><c>[N, C, H, W]</c>, added to; null where it is not wanted.</param>
    /// <param name="gradTheta"><c>[N, 2, 3]</c>, added to; null where it is not wanted.</param>
    void Backward(in SpatialTransformDims dims, DeviceBuffer image, DeviceBuffer theta, DeviceBuffer gradOutput, DeviceBuffer? gradImage, DeviceBuffer? gradTheta);
}
