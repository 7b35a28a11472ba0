using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

// One axis of the sampler: which pixels a position reads and with which weights, for every mode and padding. The sample of an
// image is the outer product of its two axes. Plain float arithmetic, so that every device can compile it: no pointers, no
// library calls. No position is converted to an integer before it is known to fit.
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct SampleAxis(int Size, SampleMode Mode, SamplePadding Padding, Flag AlignCorners)
{
    // Sharpness of the cubic convolution (Keys 1981), PyTorch's choice.
    private const float CubicA = -0.75f;

    // From here on every float is an integer.
    private const float Integers = 8388608;

    public int Taps => Mode == SampleMode.Nearest ? 1 : Mode == SampleMode.Bilinear ? 2 : 4;

    // Tap k, 0 to Taps - 1, of a position in pixels.
    public SampleTap Tap(float position, int k)
    {
        // False for NaN too.
        bool finite = position - position == 0;
        if (!finite && Padding == SamplePadding.Zeros)
        {
            return new SampleTap(-1, 0, 0);
        }

        float p = finite ? position : Padding == SamplePadding.Border && position > 0 ? Size - 1 : 0;
        return Mode switch
        {
            SampleMode.Nearest => new SampleTap(Inside(RoundHalfEven(Pad(p, out _))), 1, 0),
            SampleMode.Bilinear => Linear(p, k, finite),
            _ => Cubic(p, k, finite),
        };
    }

    private SampleTap Linear(float p, int k, bool finite)
    {
        float padded = Pad(p, out float slope);
        float first = Floor(padded);
        float fraction = padded - first;
        slope = finite ? slope : 0;
        return k == 0 ? new SampleTap(Inside(first), 1 - fraction, -slope) : new SampleTap(Inside(first + 1), fraction, slope);
    }

    // The polynomials are factored so that the weights of a whole position are exactly 0, 1, 0, 0.
    private SampleTap Cubic(float p, int k, bool finite)
    {
        float first = Floor(p);
        float t = p - first, s = 1 - t;
        float weight = k switch { 0 => CubicA * t * s * s, 1 => NearWeight(t), 2 => NearWeight(s), _ => CubicA * s * t * t };
        float slope = k switch
        {
            0 => CubicA * s * (1 - (3 * t)),
            1 => NearSlope(t),
            2 => -NearSlope(s),
            _ => CubicA * t * (2 - (3 * t)),
        };
        return new SampleTap(Inside(Pad(first + (k - 1), out _)), weight, finite ? slope : 0);
    }

    private static float NearWeight(float t) => ((((CubicA + 2) * t) - (CubicA + 3)) * t * t) + 1;

    private static float NearSlope(float t) => ((3 * (CubicA + 2) * t) - (2 * (CubicA + 3))) * t;

    // The finite position that is read in place of p, and its derivative in p.
    private float Pad(float p, out float slope)
    {
        slope = 1;
        if (Padding == SamplePadding.Zeros)
        {
            return p;
        }

        float padded = Padding == SamplePadding.Reflection ? Reflect(p, out slope) : p;
        if (padded <= 0 || padded >= Size - 1)
        {
            slope = 0;
            return padded <= 0 ? 0 : Size - 1;
        }

        return padded;
    }

    private float Reflect(float p, out float slope)
    {
        float low = AlignCorners ? 0 : -0.5f;
        float span = AlignCorners ? Size - 1 : Size;
        slope = p < low ? -1 : 1;
        if (span == 0)
        {
            return 0;
        }

        float distance = Rest(p < low ? low - p : p - low, 2 * span);
        if (distance < span)
        {
            return distance + low;
        }

        slope = -slope;
        return (2 * span) - distance + low;
    }

    // distance % period, which a GPU would take for a product with 1 / period. Where a float cannot tell pixels apart, any is right.
    private static float Rest(float distance, float period)
    {
        float rest = distance - (period * Floor(distance / period));
        return rest >= 0 && rest < period ? rest : 0;
    }

    private int Inside(float index) => index > -1 && index < Size ? (int)index : -1;

    public static float Floor(float p)
    {
        if (p is <= -Integers or >= Integers)
        {
            return p;
        }

        int whole = (int)p;
        return whole > p ? whole - 1 : whole;
    }

    private static float RoundHalfEven(float p)
    {
        float below = Floor(p);
        float fraction = p - below;
        bool up = fraction > 0.5f || (fraction == 0.5f && Floor(below * 0.5f) * 2 != below);
        return up ? below + 1 : below;
    }
}
