using System.Runtime.CompilerServices;

namespace StnEngine.Kernels.Cpu;

// The two pixels side by side, along one axis, between which each image's position lies, or that lie nearest to it: First and the
// one after it. Both are always in the image (which must be two pixels wide), so that they may be read; a position outside gives
// weight zero to a pixel farther than one away. NaN fails every comparison and gets no weight and no slope.
internal readonly struct PixelPair<V>
    where V : unmanaged, ILanes<V>
{
    public readonly V First;
    public readonly V FirstWeight, SecondWeight;
    private readonly V _position;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PixelPair(V position, int size, bool zeros)
    {
        V zero = V.Broadcast(0), one = V.Broadcast(1), lastFirst = V.Broadcast(size - 2);
        _position = position;
        V place = zeros ? position : Between(position, zero, V.Broadcast(size - 1));
        First = Between(V.Floor(place), zero, lastFirst);
        FirstWeight = Nearness(place - First);
        SecondWeight = Nearness(place - (First + one));
    }

    // How the weights change with the position. At a whole position that of the way up, as in PyTorch.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Slopes(int size, bool zeros, out V first, out V second)
    {
        V zero = V.Broadcast(0), one = V.Broadcast(1), minusOne = V.Broadcast(-1);
        if (zeros)
        {
            V floor = V.Floor(_position);
            V between = V.AreEqual(floor, First);
            first = V.Select(between, minusOne, V.And(V.AreEqual(floor + one, First), one));
            second = V.Select(between, one, V.And(V.AreEqual(floor - one, First), minusOne));
        }
        else
        {
            V inside = V.And(V.Greater(_position, zero), V.Greater(V.Broadcast(size - 1), _position));
            first = V.And(inside, minusOne);
            second = V.And(inside, one);
        }
    }

    // 1 at distance 0, falling to 0 at distance 1 and beyond.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Nearness(V distance)
    {
        V nearness = V.Broadcast(1) - V.AndNot(distance, V.Broadcast(-0f));
        return V.And(V.Greater(nearness, V.Broadcast(0)), nearness);
    }

    // NaN becomes low.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Between(V value, V low, V high)
    {
        V above = V.Select(V.Greater(value, low), value, low);
        return V.Select(V.Greater(above, high), high, above);
    }
}
