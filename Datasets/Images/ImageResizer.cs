using System.Numerics;
using System.Runtime.InteropServices;

namespace StnEngine.Datasets.Images;

/// <summary>Cuts a box out of images and brings it to one square size, as <see cref="ResizeAxis"/> says, on one thread.</summary>
internal sealed class ImageResizer(int channels, int size)
{
    private readonly float[] _sum = new float[size];
    private float[] _rows = [];

    /// <summary>Resizes one image.</summary>
    /// <param name="image">The image, with no more channels than the result; a grey one's becomes all three.</param>
    /// <param name="box">A part of it that is not empty.</param>
    /// <param name="destination"><c>[channels, size, size]</c>, overwritten; the sums are rounded to the nearest byte.</param>
    public void Resize(ByteImage image, PixelBox box, Span<byte> destination)
        => Resize(image, new ResizeAxis(box.Top, box.Bottom, image.Height, size), 0, new ResizeAxis(box.Left, box.Right, image.Width, size), 0, destination);

    /// <summary>Resizes one image as if it lay in the middle of a black square. No such square is made: of a long strip it would be vast.</summary>
    /// <param name="image">The image, as above.</param>
    /// <param name="destination">As above.</param>
    public void ResizeOnSquare(ByteImage image, Span<byte> destination)
    {
        int side = Math.Max(image.Height, image.Width);
        ResizeAxis axis = new(0, side, side, size);
        Resize(image, axis, (side - image.Height) / 2, axis, (side - image.Width) / 2, destination);
    }

    // The axes may be longer than the image, which begins at (top, left) of them; around it is black, which adds nothing.
    private void Resize(ByteImage image, ResizeAxis down, int top, ResizeAxis across, int left, Span<byte> destination)
    {
        (int firstRow, int endRow) = (Math.Max(0, down.First[0] - top), Math.Min(image.Height, down.First[^1] + down.Taps - top));
        ResizeRows(image, across, left, firstRow, endRow);
        int plane = size * size;
        for (int c = 0; c < image.Channels; c++)
        {
            for (int y = 0; y < size; y++)
            {
                int first = down.First[y] - top;
                (int from, int to) = Inside(first, down.Taps, image.Height);
                int row = ((first + from - firstRow) * image.Channels) + c;
                Blend(down.WeightsOf(y)[from..to], row, image.Channels, destination.Slice((c * plane) + (y * size), size));
            }
        }
        for (int c = image.Channels; c < channels; c++)
        {
            destination[..plane].CopyTo(destination.Slice(c * plane, plane));
        }
    }

    // First across, so that what is left to do runs along whole rows: [rows, channels, size], of the rows that the box touches.
    private void ResizeRows(ByteImage image, ResizeAxis across, int left, int firstRow, int endRow)
    {
        (int rowLength, int resizedLength) = (image.Width * image.Channels, image.Channels * size);
        if (_rows.Length < (endRow - firstRow) * resizedLength)
        {
            _rows = new float[(endRow - firstRow) * resizedLength];
        }
        ReadOnlySpan<byte> pixels = image.Pixels.Span;
        for (int y = firstRow; y < endRow; y++)
        {
            Span<float> resized = _rows.AsSpan((y - firstRow) * resizedLength, resizedLength);
            ResizeRow(pixels.Slice(y * rowLength, rowLength), image.Channels, across, left, resized);
        }
    }

    private void ResizeRow(ReadOnlySpan<byte> row, int step, ResizeAxis across, int left, Span<float> destination)
    {
        int width = row.Length / step;
        for (int c = 0; c < step; c++)
        {
            Span<float> line = destination.Slice(c * size, size);
            for (int x = 0; x < line.Length; x++)
            {
                int first = across.First[x] - left;
                (int from, int to) = Inside(first, across.Taps, width);
                int i = ((first + from) * step) + c;
                float sum = 0;
                foreach (float weight in across.WeightsOf(x)[from..to])
                {
                    sum += weight * row[i];
                    i += step;
                }
                line[x] = sum;
            }
        }
    }

    // Which of the taps fall on the image; none of those of an output that is all black.
    private static (int From, int To) Inside(int first, int taps, int length)
    {
        int from = Math.Clamp(-first, 0, taps);
        return (from, Math.Clamp(length - first, from, taps));
    }

    private void Blend(ReadOnlySpan<float> weights, int row, int step, Span<byte> destination)
    {
        Array.Clear(_sum);
        for (int k = 0; k < weights.Length; k++)
        {
            AddScaled(_rows.AsSpan((row + (k * step)) * size, size), weights[k], _sum);
        }
        for (int x = 0; x < destination.Length; x++)
        {
            destination[x] = (byte)(_sum[x] + 0.5f);
        }
    }

    private static void AddScaled(ReadOnlySpan<float> values, float factor, Span<float> sum)
    {
        ReadOnlySpan<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(values);
        Span<Vector<float>> wideSum = MemoryMarshal.Cast<float, Vector<float>>(sum);
        for (int i = 0; i < wide.Length; i++)
        {
            wideSum[i] += wide[i] * factor;
        }
        for (int x = wide.Length * Vector<float>.Count; x < values.Length; x++)
        {
            sum[x] += values[x] * factor;
        }
    }
}
