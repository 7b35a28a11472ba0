using System.Numerics;
using System.Runtime.InteropServices;

namespace StnEngine.Datasets.Ppm;

/// <summary>Cuts a box out of images and brings it to one square size, as <see cref="ResizeAxis"/> says, on one thread.</summary>
internal sealed class PpmResizer(int size)
{
    private const int Channels = 3;

    private readonly float[] _sum = new float[size];
    private float[] _rows = [];

    /// <summary>Resizes one image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="box">A part of it that is not empty.</param>
    /// <param name="destination"><c>[3, size, size]</c>, overwritten; the sums are rounded to the nearest byte.</param>
    public void Resize(PpmImage image, PixelBox box, Span<byte> destination)
    {
        ResizeAxis across = new(box.Left, box.Right, image.Width, size);
        ResizeAxis down = new(box.Top, box.Bottom, image.Height, size);
        int firstRow = down.First[0];
        ResizeRows(image, across, firstRow, down.First[^1] + down.Taps);
        for (int c = 0; c < Channels; c++)
        {
            for (int y = 0; y < size; y++)
            {
                int row = ((down.First[y] - firstRow) * Channels) + c;
                Blend(down.WeightsOf(y), row, destination.Slice(((c * size) + y) * size, size));
            }
        }
    }

    // First across, so that what is left to do runs along whole rows: [rows, 3, size], of the rows that the box touches.
    private void ResizeRows(PpmImage image, ResizeAxis across, int firstRow, int endRow)
    {
        if (_rows.Length < (endRow - firstRow) * Channels * size)
        {
            _rows = new float[(endRow - firstRow) * Channels * size];
        }
        ReadOnlySpan<byte> pixels = image.Pixels.Span;
        for (int y = firstRow; y < endRow; y++)
        {
            ResizeRow(pixels.Slice(y * image.Width * Channels, image.Width * Channels), across, _rows.AsSpan((y - firstRow) * Channels * size, Channels * size));
        }
    }

    private void ResizeRow(ReadOnlySpan<byte> row, ResizeAxis across, Span<float> destination)
    {
        for (int x = 0; x < size; x++)
        {
            ReadOnlySpan<byte> pixel = row[(across.First[x] * Channels)..];
            (float red, float green, float blue) = (0, 0, 0);
            foreach (float weight in across.WeightsOf(x))
            {
                red += weight * pixel[0];
                green += weight * pixel[1];
                blue += weight * pixel[2];
                pixel = pixel[Channels..];
            }
            (destination[x], destination[size + x], destination[(2 * size) + x]) = (red, green, blue);
        }
    }

    private void Blend(ReadOnlySpan<float> weights, int row, Span<byte> destination)
    {
        Array.Clear(_sum);
        for (int k = 0; k < weights.Length; k++)
        {
            AddScaled(_rows.AsSpan((row + (k * Channels)) * size, size), weights[k], _sum);
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
