namespace StnEngine.Kernels;

/// <summary>
/// Batches made on the device out of a set of 8-bit images that lies there: images are looked up by number, warped where asked, and
/// laid out in lanes, each byte turned into what a table says it means.
/// </summary>
/// <remarks>
/// Bytes lie four to a float in their buffers, which are only ever copied: as floats their bits may be anything. A pick that is no number
/// of an image gives the label NaN, so that the loss shows it, and the pixels of image 0. The idle lanes of a ragged last block repeat
/// the last image.
/// </remarks>
public interface IImageBatch
{
    /// <summary><c>images[n, c, y, x] = table[c, pixels[picks[n], c, y, x]]</c> and <c>imageLabels[n] = labels[picks[n]]</c>.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="pixels">Bytes <c>[Count, C, H, W]</c>.</param>
    /// <param name="labels">Bytes <c>[Count]</c>.</param>
    /// <param name="table"><c>[C, 256]</c>: what each byte of a channel means.</param>
    /// <param name="picks"><c>[N, 1]</c>: the numbers of the images.</param>
    /// <param name="images"><c>[N, C, H, W]</c>, overwritten.</param>
    /// <param name="imageLabels"><c>[N]</c>, overwritten.</param>
    void Gather(in ImageBatchDims dims, DeviceBuffer pixels, DeviceBuffer labels, DeviceBuffer table, DeviceBuffer picks, DeviceBuffer images, DeviceBuffer imageLabels);

    /// <summary>The same, each image read at positions of its own, the four pixels around a position blended.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="pixels">Bytes <c>[Count, C, H, W]</c>.</param>
    /// <param name="labels">Bytes <c>[Count]</c>.</param>
    /// <param name="table"><c>[C, 256]</c>: what each byte of a channel means. Outside an image every byte is 0.</param>
    /// <param name="picks">
    /// <c>[N, 7]</c>: the number of the image, then the map (xx, xy, x0, yx, yy, y0). The pixel dx columns and dy rows from the middle of
    /// the output reads at column <c>xx dx + xy dy + x0</c> and row <c>yx dx + yy dy + y0</c>; a position that is no number lies outside.
    /// </param>
    /// <param name="images"><c>[N, C, OutH, OutW]</c>, overwritten.</param>
    /// <param name="imageLabels"><c>[N]</c>, overwritten.</param>
    void Warp(in ImageBatchDims dims, DeviceBuffer pixels, DeviceBuffer labels, DeviceBuffer table, DeviceBuffer picks, DeviceBuffer images, DeviceBuffer imageLabels);
}
