using StnEngine.Kernels;

namespace StnEngine;

/// <summary>A set of labelled 8-bit images on a device. They are uploaded once; batches of them are made there, inside a recorded step too.</summary>
/// <remarks>On <c>cpu</c> nothing is copied: leave the arrays alone for as long as the store lives.</remarks>
public sealed class ImageStore : IDisposable
{
    private readonly Device _device;
    private readonly int _count;
    private readonly int _channels;
    private readonly int _height;
    private readonly int _width;
    private readonly DeviceBuffer _pixels;
    private readonly DeviceBuffer _labels;
    private readonly DeviceBuffer _table;

    /// <summary>Uploads a set.</summary>
    /// <param name="device">Where it goes.</param>
    /// <param name="pixels"><c>[Count, channels, height, width]</c>.</param>
    /// <param name="labels"><c>[Count]</c>.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="table"><c>[channels, 256]</c>: what each byte of a channel means, such as its normalised value.</param>
    /// <exception cref="ShapeException">The counts contradict each other, or there are none or more than 2^24 images.</exception>
    /// <exception cref="DeviceException">No memory is left, or a step is being recorded.</exception>
    public ImageStore(Device device, byte[] pixels, byte[] labels, int channels, int height, int width, ReadOnlySpan<float> table)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        (_device, _count, _channels, _height, _width) = (device, labels.Length, channels, height, width);
        var image = new Shape(channels, height, width);
        Require.That(_count is >= 1 and <= ImageBatchDims.MaxCount, nameof(ImageStore), $"1 to {ImageBatchDims.MaxCount} images are wanted; {_count} labels were given");
        Require.That(pixels.Length == (long)_count * image.Count, nameof(ImageStore), $"{_count} images of {image} have {(long)_count * image.Count} pixels; {pixels.Length} were given");
        Require.That(table.Length == channels * ImageBatchDims.ByteValues, nameof(ImageStore), $"a table of [{channels}, {ImageBatchDims.ByteValues}] is wanted for {image}; {table.Length} numbers were given");
        _pixels = device.Hold(pixels);
        _labels = device.Hold(labels);
        _table = device.Allocate(table.Length);
        device.Upload(table, Layout.Plain(table.Length), _table);
    }

    /// <summary>Makes a batch of whole images.</summary>
    /// <param name="picks"><c>[N, 1]</c>: the number of each image. One that is none gives the label NaN.</param>
    /// <returns><c>[N, channels, height, width]</c> and <c>[N]</c>.</returns>
    /// <exception cref="ShapeException">The picks are no batch <c>[N, 1]</c>.</exception>
    public (Tensor Images, Tensor Labels) Gather(Tensor picks)
    {
        ImageBatchDims dims = Dims(nameof(Gather), picks, 1, _height, _width);
        (Tensor images, Tensor labels) = New(dims);
        _device.ImageBatch.Gather(dims, _pixels, _labels, _table, picks.Buffer, images.Buffer, labels.Buffer);
        return (images, labels);
    }

    /// <summary>Makes a batch of images that are each turned, scaled and moved in a way of its own.</summary>
    /// <param name="picks">
    /// <c>[N, 7]</c>: the number of each image, then the map (xx, xy, x0, yx, yy, y0). The pixel dx columns and dy rows from the middle of
    /// the result blends the four pixels around column <c>xx dx + xy dy + x0</c> and row <c>yx dx + yy dy + y0</c>; outside an image every
    /// byte is 0. A number of no image gives the label NaN.
    /// </param>
    /// <param name="outH">Rows of the result.</param>
    /// <param name="outW">Columns of the result.</param>
    /// <returns><c>[N, channels, outH, outW]</c> and <c>[N]</c>.</returns>
    /// <exception cref="ShapeException">The picks are no batch <c>[N, 7]</c>.</exception>
    public (Tensor Images, Tensor Labels) Warp(Tensor picks, int outH, int outW)
    {
        ImageBatchDims dims = Dims(nameof(Warp), picks, ImageBatchDims.WarpPick, outH, outW);
        (Tensor images, Tensor labels) = New(dims);
        _device.ImageBatch.Warp(dims, _pixels, _labels, _table, picks.Buffer, images.Buffer, labels.Buffer);
        return (images, labels);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _pixels.Dispose();
        _labels.Dispose();
        _table.Dispose();
    }

    private ImageBatchDims Dims(string operation, Tensor picks, int pickLength, int outH, int outW)
    {
        ArgumentNullException.ThrowIfNull(picks);
        if (!ReferenceEquals(picks.Device, _device))
        {
            throw new DeviceException($"{operation}: the images are on {_device.Spec}, the picks on {picks.Device.Spec}. Put both on the same device.");
        }

        Require.Batched(operation, "the picks", picks, 2);
        Require.That(picks.Shape[1] == pickLength, operation, $"the picks must be [N, {pickLength}]; {picks.Shape} was given");
        return new ImageBatchDims(_count, picks.Shape[0], _channels, _height, _width, outH, outW);
    }

    private (Tensor Images, Tensor Labels) New(in ImageBatchDims dims) => (
        Tensor.New(_device, new Shape(dims.N, dims.C, dims.OutH, dims.OutW), true),
        Tensor.New(_device, new Shape(dims.N), true));
}
