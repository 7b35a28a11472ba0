using System.Numerics;

namespace StnEngine.Datasets;

/// <summary>Draws lines of varying width by the distance of each pixel to the nearest edge of the ink.</summary>
internal readonly ref struct DigitRaster
{
    private readonly Span<float> _distance;
    private readonly int _size;
    private readonly float _softness;

    /// <summary>Begins an empty square picture; the ink's edge fades over <paramref name="softness"/> pixels.</summary>
    public DigitRaster(Span<float> distance, int size, float softness)
    {
        _distance = distance;
        _size = size;
        _softness = softness;
        distance.Fill(size);
    }

    /// <summary>A line with round ends. Only the pixels that it can reach are visited.</summary>
    public void Line(Vector2 from, Vector2 to, float radiusFrom, float radiusTo)
    {
        float reach = Math.Max(radiusFrom, radiusTo) + (_softness / 2);
        Vector2 low = Vector2.Min(from, to) - new Vector2(reach);
        Vector2 high = Vector2.Max(from, to) + new Vector2(reach);
        (int left, int right) = (Math.Max(0, (int)MathF.Ceiling(low.X)), Math.Min(_size - 1, (int)MathF.Floor(high.X)));
        (int top, int bottom) = (Math.Max(0, (int)MathF.Ceiling(low.Y)), Math.Min(_size - 1, (int)MathF.Floor(high.Y)));
        Vector2 along = to - from;
        float perLength = 1 / Math.Max(along.LengthSquared(), 1e-12f);
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                Vector2 offset = new Vector2(x, y) - from;
                float t = Math.Clamp(Vector2.Dot(offset, along) * perLength, 0, 1);
                float distance = (offset - (along * t)).Length() - radiusFrom - ((radiusTo - radiusFrom) * t);
                ref float nearest = ref _distance[(y * _size) + x];
                nearest = Math.Min(nearest, distance);
            }
        }
    }

    /// <summary>Turns distances into grey values: 255 inside, 0 outside, half at the edge.</summary>
    public void Develop(Span<byte> pixels)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            float cover = Math.Clamp(0.5f - (_distance[i] / _softness), 0, 1);
            pixels[i] = (byte)((255 * cover) + 0.5f);
        }
    }
}
