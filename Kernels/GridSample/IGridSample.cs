namespace StnEngine.Kernels;

/// <summary>Reads an image at fractional positions: the sampler of a spatial transformer.</summary>
/// <remarks>
/// A normalised coordinate g is at pixel <c>((g + 1) * S - 1) / 2</c>, or <c>(g + 1) / 2 * (S - 1)</c> with aligned corners.
/// A coordinate that is not a number or infinite reads zero with <see cref="SamplePadding.Zeros"/>; with
/// <see cref="SamplePadding.Border"/> position 0, or S - 1 for plus infinity; with <see cref="SamplePadding.Reflection"/> position 0.
/// Its gradient is 0. With bicubic sampling the padding applies to each of the 16 taps, not to the position.
/// On a GPU the image's gradient is summed in whole numbers, so that it has the same bits every time; a gradient of the output that is
/// not finite makes the whole gradient of its image NaN there, on the CPU that of the pixels it read.
/// Forward overwrites; backward adds. Source: Jaderberg et al. 2015, equations 3 to 7.
/// </remarks>
public interface IGridSample
{
    /// <summary>Computes the sampled image.</summary>
    /// <param name="dims">Extents and choices.</param>
    /// <param name="image"><c>[N, C, H, W]</c>.</param>
    /// <param name="grid"><c>[N, OutH, OutW, 2]</c> as (x, y), normalised to -1..1.</param>
    /// <param name="output"><c>[N, C, OutH, OutW]</c>, overwritten.</param>
    void Forward(in GridSampleDims dims, DeviceBuffer image, DeviceBuffer grid, DeviceBuffer output);

    /// <summary>Adds the gradients of image and grid.</summary>
    /// <param name="dims">Extents and choices.</param>
    /// <param name="image"><c>[N, C, H, W]</c>.</param>
    /// <param name="grid"><c>[N, OutH, OutW, 2]</c>.</param>
    /// <param name="gradOutput"><c>[N, C, OutH, OutW]</c>.</param>
    /// <param name="gradImage"><c>[N, C, H, W]</c>, added to; null where it is not wanted.</param>
    /// <param name="gradGrid"><c>[N, OutH, OutW, 2]</c>, added to; null where it is not wanted.</param>
    void Backward(in GridSampleDims dims, DeviceBuffer image, DeviceBuffer grid, DeviceBuffer gradOutput, DeviceBuffer? gradImage, DeviceBuffer? gradGrid);
}
