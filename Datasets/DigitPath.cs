using System.Numerics;

namespace StnEngine.Datasets;

/// <summary>One digit as a chain of short straight pieces, first in the unit box and in the end in pixels.</summary>
internal ref struct DigitPath(Span<Vector2> points, Span<bool> lifted)
{
    /// <summary>Enough for the longest glyph at <see cref="Steps"/> pieces between two of its points.</summary>
    public const int Capacity = 128;

    private const int Steps = 4;
    private readonly Span<Vector2> _points = points;
    private readonly Span<bool> _lifted = lifted;
    private int _count;

    /// <summary>The points in the pen's order.</summary>
    public readonly Span<Vector2> Points => _points[.._count];

    /// <summary>Whether the pen was in the air on its way to this point.</summary>
    public readonly bool LiftedBefore(int i) => _lifted[i];

    /// <summary>Adds a smooth stroke through the knots; a knot that comes twice is a corner.</summary>
    public void AddStroke(scoped ReadOnlySpan<Vector2> knots)
    {
        Add(knots[0], lifted: true);
        int start = 0;
        for (int i = 1; i <= knots.Length; i++)
        {
            if (i == knots.Length || knots[i] == knots[i - 1])
            {
                AddSmooth(knots[start..i]);
                start = i;
            }
        }
    }

    // Catmull-Rom: at each knot the curve runs parallel to the line between its neighbours.
    private void AddSmooth(scoped ReadOnlySpan<Vector2> knots)
    {
        for (int i = 0; i < knots.Length - 1; i++)
        {
            (Vector2 from, Vector2 to) = (knots[i], knots[i + 1]);
            Vector2 slopeFrom = (to - (i > 0 ? knots[i - 1] : from)) / 2;
            Vector2 slopeTo = ((i + 2 < knots.Length ? knots[i + 2] : to) - from) / 2;
            for (int step = 1; step <= Steps; step++)
            {
                float t = step / (float)Steps;
                float s = 1 - t;
                Vector2 position = (from * (1 + (2 * t)) * s * s) + (to * (3 - (2 * t)) * t * t);
                Add(position + (slopeFrom * t * s * s) - (slopeTo * t * t * s), lifted: false);
            }
        }
    }

    private void Add(Vector2 point, bool lifted)
    {
        _lifted[_count] = lifted;
        _points[_count++] = point;
    }
}
