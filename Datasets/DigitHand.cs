using System.Numerics;

namespace StnEngine.Datasets;

/// <summary>Writes one digit as one person might on one occasion, all of it drawn from one random stream.</summary>
internal static class DigitHand
{
    // MNIST's frame: a box of 20 pixels whose centre of mass is in the middle of 28; here it is off by a fraction of a pixel.
    private const float LargestBox = 20;
    private const float Border = 1.5f;

    public static void Write(int digit, RandomStream random, Span<byte> pixels)
    {
        DigitPath path = new(stackalloc Vector2[DigitPath.Capacity], stackalloc bool[DigitPath.Capacity]);
        AddStrokes(ref path, DigitGlyphs.Strokes(digit, random.NextInt32(DigitGlyphs.Variants(digit))), ref random);
        Bend(path.Points, ref random);
        Lean(path.Points, ref random);
        float box = random.Uniform(15, LargestBox);
        float radius = Math.Max(0.75f, random.Uniform(0.035f, 0.085f) * box);
        Fit(path, box, radius, 0.4f * Miss(ref random));
        Draw(path, radius, ref random, pixels);
    }

    // No hand hits a point twice: each knot is missed by a few percent, and loops stay open or close too far.
    private static void AddStrokes(ref DigitPath path, ReadOnlySpan<sbyte[]> strokes, ref RandomStream random)
    {
        float sloppiness = random.Uniform(0.02f, 0.05f);
        Span<Vector2> knots = stackalloc Vector2[DigitPath.Capacity];
        foreach (sbyte[] stroke in strokes)
        {
            int count = stroke.Length / 2;
            for (int i = 0; i < count; i++)
            {
                bool corner = i > 0 && stroke[2 * i] == stroke[(2 * i) - 2] && stroke[(2 * i) + 1] == stroke[(2 * i) - 1];
                Vector2 exact = new Vector2(stroke[2 * i], stroke[(2 * i) + 1]) / 100;
                knots[i] = corner ? knots[i - 1] : exact + (sloppiness * Miss(ref random));
            }
            path.AddStroke(knots[..count]);
        }
    }

    // Loops sit high or low and the upper and lower part differ in width; a slow wave makes bows fuller or flatter and bends lines.
    private static void Bend(Span<Vector2> points, ref RandomStream random)
    {
        float strength = random.Uniform(0.01f, 0.07f);
        Vector2 frequency = new Vector2(random.Uniform(2, 6), random.Uniform(2, 6));
        Vector2 phase = new Vector2(random.NextSingle(), random.NextSingle()) * MathF.Tau;
        float taper = 0.25f * Bell(ref random);
        Vector2 uneven = new(random.Uniform(-0.4f, 0.4f), random.Uniform(-0.6f, 0.6f));
        foreach (ref Vector2 point in points)
        {
            point += uneven * point * (Vector2.One - point);
            point.X = 0.5f + ((point.X - 0.5f) * (1 + (taper * (point.Y - 0.5f))));
            point += strength * new Vector2(MathF.Sin((frequency.X * point.Y) + phase.X), MathF.Sin((frequency.Y * point.X) + phase.Y));
        }
    }

    // Narrow or broad, slanted mostly to the right, and the line of writing a few degrees off.
    private static void Lean(Span<Vector2> points, ref RandomStream random)
    {
        float breadth = random.Uniform(0.45f, 1.1f);
        float slant = random.Uniform(-0.4f, 0.8f);
        (float sin, float cos) = MathF.SinCos(float.DegreesToRadians(8 * Bell(ref random)));
        foreach (ref Vector2 point in points)
        {
            float x = (breadth * (point.X - 0.5f)) - (slant * (point.Y - 0.5f));
            float y = point.Y - 0.5f;
            point = new Vector2((cos * x) + (sin * y), (cos * y) - (sin * x));
        }
    }

    private static void Fit(in DigitPath path, float box, float radius, Vector2 miss)
    {
        Span<Vector2> points = path.Points;
        Vector2 low = points[0];
        Vector2 high = points[0];
        foreach (Vector2 point in points)
        {
            (low, high) = (Vector2.Min(low, point), Vector2.Max(high, point));
        }
        Vector2 extent = high - low;
        float scale = (box - (2 * radius)) / Math.Max(extent.X, extent.Y);
        Vector2 middle = new((Digits.Size - 1) / 2f);
        Vector2 room = middle - new Vector2(Border + radius) - (scale * extent / 2);
        Vector2 shift = Vector2.Clamp(miss + (scale * (((low + high) / 2) - CentreOfMass(path))), -room, room);
        Vector2 origin = middle + shift - (scale * (low + high) / 2);
        foreach (ref Vector2 point in points)
        {
            point = origin + (scale * point);
        }
    }

    // Of the line, each piece weighing its length.
    private static Vector2 CentreOfMass(in DigitPath path)
    {
        ReadOnlySpan<Vector2> points = path.Points;
        (Vector2 sum, float length) = (Vector2.Zero, 0);
        for (int i = 1; i < points.Length; i++)
        {
            float piece = path.LiftedBefore(i) ? 0 : Vector2.Distance(points[i - 1], points[i]);
            sum += piece * (points[i - 1] + points[i]) / 2;
            length += piece;
        }
        return sum / Math.Max(length, 1e-6f);
    }

    private static void Draw(in DigitPath path, float radius, ref RandomStream random, Span<byte> pixels)
    {
        DigitRaster raster = new(stackalloc float[Digits.Size * Digits.Size], Digits.Size, random.Uniform(1, 1.6f));
        float pressure = random.Uniform(0, 0.25f);
        float rhythm = random.Uniform(0.05f, 0.25f);
        float phase = random.Uniform(0, MathF.Tau);
        ReadOnlySpan<Vector2> points = path.Points;
        float before = radius;
        for (int i = 0; i < points.Length; i++)
        {
            float here = radius * (1 - (pressure * (0.5f + (0.5f * MathF.Sin((rhythm * i) + phase)))));
            if (!path.LiftedBefore(i))
            {
                raster.Line(points[i - 1], points[i], before, here);
            }
            before = here;
        }
        raster.Develop(pixels);
    }

    private static Vector2 Miss(ref RandomStream random)
    {
        float x = Bell(ref random);
        return new Vector2(x, Bell(ref random));
    }

    /// <summary>Mean 0 and standard deviation 1 like the normal distribution, but never beyond 3: no digit falls apart.</summary>
    private static float Bell(ref RandomStream random)
        => (2 * (random.NextSingle() + random.NextSingle() + random.NextSingle())) - 3;
}
