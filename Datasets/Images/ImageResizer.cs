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
    {
        ResizeAxis across = new(box.Left, box.Right, image.Width, size);
        ResizeAxis down = new(box.Top, box.Bottom, image.Height, size);
        int firstRow = down.First[0];
        ResizeRows(image, across, firstRow, down.First[^1] + down.Taps);
        int plane = size * size;
        for (int c = 0; c < image.Channels; c++)
        {
            for (int y = 0; y < size; y++)
            {
                int row = ((down.First[y] - firstRow) * image.Channels) + c;
                Blend(down.WeightsOf(y), row, image.Channels, destination.Slice((c * plane) + (y * size), size));
            }
        }
        for (int c = image.Channels; c < channels; c++)
        {
            destination[..plane].CopyTo(destination.Slice(c * plane, plane));
        }
    }

    // First across, so that what is left to do runs along whole rows: [rows, channels, size], of the rows that the box touches.
    private void ResizeRows(ByteImage image, ResizeAxis across, int firstRow, int endRow)
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
            ResizeRow(pixels.Slice(y * rowLength, rowLength), image.Channels, across, resized);
        }
    }

    private void ResizeRow(ReadOnlySpan<byte> row, int step, ResizeAxis across, Span<float> destination)
    {
        for (int c = 0; c < step; c++)
        {
            Span<float> line = destination.Slice(c * size, size);
            for (int x = 0; x < line.Length; x++)
            {
                int i = (across.First[x] * step) + c;
                float sum = 0;
                foreach (float weight in across.WeightsOf(x))
                {
                    sum += weight * row[i];
                    i += step;
                }
                line[x] = sum;
            }
        }
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
