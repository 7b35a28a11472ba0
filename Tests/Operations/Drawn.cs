namespace StnEngine.Tests.Operations;

// Ways to draw the numbers of an input. Numeric gradients want them away from the points where an operation has a kink.
internal static class Drawn
{
    public static float[] Signed(RandomSource random, int count) => Between(-1, 1)(random, count);

    public static byte[] Bytes(int count, ulong seed) =>
        Array.ConvertAll(Between(0, 256)(new RandomSource(seed, "bytes"), count), value => (byte)value);

    // No two alike: a window has one maximum.
    public static float[] Distinct(RandomSource random, int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            int j = (int)random.Uniform(0, i + 1);
            values[i] = values[j];
            values[j] = (2f * i / count) - 1;
        }

        return values;
    }

    public static float[] AwayFromZero(RandomSource random, int count) =>
        Array.ConvertAll(Signed(random, count), value => value + MathF.CopySign(0.05f, value));

    // Far enough from zero that quotients stay small.
    public static float[] Divisors(RandomSource random, int count) =>
        Array.ConvertAll(Signed(random, count), value => value + MathF.CopySign(0.5f, value));

    public static Func<RandomSource, int, float[]> Between(float low, float high) => (random, count) =>
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = random.Uniform(low, high);
        }

        return values;
    };

    public static Func<RandomSource, int, float[]> Labels(int classes) => (random, count) =>
        Array.ConvertAll(Between(0, classes)(random, count), MathF.Floor);

    // Points (x, y) inside and up to two pixels outside an image, none near a pixel's centre or half-way between two.
    public static Func<RandomSource, int, float[]> Grid(int height, int width, bool alignCorners) => (random, count) =>
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            int size = i % 2 == 0 ? width : height;
            float pixel = MathF.Floor(random.Uniform(-2, size + 1)) + random.Uniform(0.15f, 0.35f) + (random.Uniform(0, 1) < 0.5f ? 0 : 0.5f);
            values[i] = alignCorners ? (2 * pixel / Math.Max(size - 1, 1)) - 1 : (((2 * pixel) + 1) / size) - 1;
        }

        return values;
    };

    // What takes the points of the output's lattice to points drawn as for a grid.
    public static Func<RandomSource, int, float[]> Displacement(int height, int width, int outH, int outW, bool alignCorners) => (random, count) =>
    {
        float[] values = Grid(height, width, alignCorners)(random, count);
        Reference.Array64 lattice = Reference.Naive.IdentityGrid(1, outH, outW, alignCorners);
        for (int i = 0; i < count; i++)
        {
            values[i] -= (float)lattice[i % lattice.Count];
        }

        return values;
    };

    // Affine transformations whose every point keeps the same distance.
    public static Func<RandomSource, int, float[]> Theta(int height, int width, int outH, int outW, bool alignCorners) => (random, count) =>
    {
        float[] values = new float[count];
        for (int start = 0; start < count; start += 6)
        {
            do
            {
                Signed(random, 6).CopyTo(values, start);
                values[start] += 0.5f;
                values[start + 4] += 0.5f;
            }
            while (!IsAwayFromKinks(values.AsSpan(start, 6), height, width, outH, outW, alignCorners));
        }

        return values;
    };

    private static bool IsAwayFromKinks(ReadOnlySpan<float> theta, int height, int width, int outH, int outW, bool alignCorners)
    {
        Reference.Array64 grid = Reference.Naive.AffineGrid(Reference.Array64.Of(theta, 1, 2, 3), outH, outW, alignCorners);
        for (int i = 0; i < grid.Count; i++)
        {
            int size = i % 2 == 0 ? width : height;
            double halves = alignCorners ? (grid[i] + 1) * (size - 1) : ((grid[i] + 1) * size) - 1;
            bool moves = !alignCorners || size > 1;
            if (moves && Math.Abs(halves - Math.Round(halves)) < 2e-3)
            {
                return false;
            }
        }

        return true;
    }
}
