using System.Buffers;

namespace StnEngine.Datasets;

/// <summary>Resamples an image under a pose, straight from bytes to floats of 0..1.</summary>
internal static class AffineWarp
{
    // Zeros around the copied ink: one ring for blending at the edge, one for the rounding of a row's ends.
    private const int Margin = 2;

    public static void CheckSizes(
        ReadOnlySpan<byte> image, int channels, int height, int width, Span<float> destination, int canvasHeight, int canvasWidth)
    {
        if (image.Length != channels * height * width)
        {
            throw new ArgumentException(
                $"An image of {channels}x{height}x{width} has {channels * height * width} pixels, given {image.Length}.", nameof(image));
        }
        if (destination.Length != channels * canvasHeight * canvasWidth)
        {
            throw new ArgumentException(
                $"A canvas of {channels}x{canvasHeight}x{canvasWidth} wants {channels * canvasHeight * canvasWidth} floats, "
                + $"given {destination.Length}.",
                nameof(destination));
        }
    }

    public static void Apply(
        ReadOnlySpan<byte> image, int channels, int height, int width, InkBox ink, Pose pose,
        Span<float> destination, int canvasHeight, int canvasWidth)
    {
        destination.Clear();
        if (ink.IsEmpty)
        {
            return;
        }
        int stride = ink.Width + (2 * Margin);
        int size = stride * (ink.Height + (2 * Margin));
        float[] rented = ArrayPool<float>.Shared.Rent(size);
        Span<float> padded = rented.AsSpan(0, size);
        padded.Clear();
        AffineMap map = InPaddedInk(AffineMap.Of(pose, height, width), ink);
        (int plane, int canvas) = (height * width, canvasHeight * canvasWidth);
        for (int c = 0; c < channels; c++)
        {
            CopyInk(image.Slice(c * plane, plane), width, ink, padded, stride);
            WarpPlane(padded, stride, map, destination.Slice(c * canvas, canvas), canvasWidth);
        }
        ArrayPool<float>.Shared.Return(rented);
    }

    private static void CopyInk(ReadOnlySpan<byte> plane, int width, InkBox ink, Span<float> padded, int stride)
    {
        for (int y = 0; y < ink.Height; y++)
        {
            ReadOnlySpan<byte> source = plane.Slice(((ink.Top + y) * width) + ink.Left, ink.Width);
            Span<float> target = padded.Slice(((y + Margin) * stride) + Margin, ink.Width);
            for (int x = 0; x < source.Length; x++)
            {
                target[x] = source[x] / 255f;
            }
        }
    }

    // Columns and rows counted from the corner of the padded ink.
    private static AffineMap InPaddedInk(AffineMap map, InkBox ink) =>
        map with { X0 = map.X0 - ink.Left + Margin, Y0 = map.Y0 - ink.Top + Margin };

    // Each row of the canvas is cut to the stretch that reads ink, so the loop has no test for the border.
    private static void WarpPlane(ReadOnlySpan<float> padded, int stride, AffineMap map, Span<float> plane, int canvasWidth)
    {
        int rows = padded.Length / stride;
        for (int oy = 0; oy < plane.Length / canvasWidth; oy++)
        {
            double rowX = (map.XY * oy) + map.X0;
            double rowY = (map.YY * oy) + map.Y0;
            (int first, int end) = (0, canvasWidth);
            Clip(map.XX, rowX, stride, ref first, ref end);
            Clip(map.YX, rowY, rows, ref first, ref end);
            if (first < end)
            {
                SampleRow(padded, stride, rowX, map.XX, rowY, map.YX, plane.Slice(oy * canvasWidth, canvasWidth), first, end);
            }
        }
    }

    /// <summary>Narrows first..end to where slope * ox + start lies within the ink and one pixel around it.</summary>
    private static void Clip(double slope, double start, int extent, ref int first, ref int end)
    {
        const double Low = Margin - 1;
        double high = extent - Margin;
        if (Math.Abs(slope) < 1e-9)
        {
            end = start > Low - 1e-6 && start < high + 1e-6 ? end : first;
            return;
        }
        double a = (Low - start) / slope;
        double b = (high - start) / slope;
        first = (int)Math.Max(first, Math.Ceiling(Math.Min(a, b)));
        end = (int)Math.Min(end, Math.Floor(Math.Max(a, b)) + 1);
    }

    private static void SampleRow(
        ReadOnlySpan<float> padded, int stride, double rowX, double stepX, double rowY, double stepY, Span<float> row, int first, int end)
    {
        for (int ox = first; ox < end; ox++)
        {
            float x = (float)((stepX * ox) + rowX);
            float y = (float)((stepY * ox) + rowY);
            (int left, int top) = ((int)x, (int)y);
            (float alongX, float alongY) = (x - left, y - top);
            ReadOnlySpan<float> upper = padded[((top * stride) + left)..];
            float above = upper[0] + (alongX * (upper[1] - upper[0]));
            float below = upper[stride] + (alongX * (upper[stride + 1] - upper[stride]));
            row[ox] = above + (alongY * (below - above));
        }
    }
}
