using System.Runtime.CompilerServices;

namespace StnEngine.Kernels;

// The two pixels that an image's position lies between along one axis: SampleAxis for bilinear sampling with zeros or
// border padding, for GPUs. Indices are clamped into the image, so that every tap may be read; a tap outside has
// weight and slope zero by selection, never by multiplication, so that wild positions leave no NaN.
internal readonly struct LinearTaps<V>
    where V : unmanaged, IReal<V>
{
    public readonly V First, Second;
    public readonly V FirstWeight, SecondWeight;
    public readonly V FirstSlope, SecondSlope;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LinearTaps(V position, int size, bool zeros)
    {
        V zero = V.Broadcast(0), one = V.Broadcast(1), last = V.Broadcast(size - 1);
        if (zeros)
        {
            // -2 has both its taps outside. NaN fails every comparison.
            V near = V.And(V.Greater(position, V.Broadcast(-2)), V.Greater(V.Broadcast(size), position));
            V p = V.Select(near, position, V.Broadcast(-2));
            V first = V.Floor(p);
            V fraction = p - first;
            V second = first + one;
            V firstInside = V.Greater(first, V.Broadcast(-1));
            V secondInside = V.And(V.Greater(second, V.Broadcast(-1)), V.Greater(V.Broadcast(size), second));
            First = V.Select(firstInside, first, zero);
            Second = V.Select(secondInside, second, zero);
            FirstWeight = V.Select(firstInside, one - fraction, zero);
            SecondWeight = V.Select(secondInside, fraction, zero);
            FirstSlope = V.Select(firstInside, V.Broadcast(-1), zero);
            SecondSlope = V.Select(secondInside, one, zero);
        }
        else
        {
            V above = V.Greater(position, zero);
            V p = V.Select(above, V.Select(V.Greater(last, position), position, last), zero);
            V inside = V.And(above, V.Greater(last, p));
            First = V.Floor(p);
            SecondWeight = p - First;
            FirstWeight = one - SecondWeight;
            Second = V.Select(inside, First + one, First);
            SecondSlope = V.Select(inside, one, zero);
            FirstSlope = V.Select(inside, V.Broadcast(-1), zero);
        }
    }
}
