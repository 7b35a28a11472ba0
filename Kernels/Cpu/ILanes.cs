using System.Runtime.Intrinsics;

namespace StnEngine.Kernels.Cpu;

// Some images of a block side by side: what a kernel writes where it would write a float for one image.
// A mask has all bits set or none in each lane.
internal unsafe interface ILanes<TSelf> : IReal<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    static abstract int Width { get; }

    static abstract TSelf Load(float* from);

    static abstract void Store(float* to, TSelf value);

    // a * b + c: one rounding where the machine has a fused instruction, two where it has not.
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Min(TSelf a, TSelf b);

    static abstract TSelf AreEqual(TSelf a, TSelf b);

    // The bits of a that are not set in b.
    static abstract TSelf AndNot(TSelf a, TSelf b);

    // The mask of the first `live` lanes; none when live <= 0, all when live >= Width.
    static abstract TSelf FirstLanes(int live);

    // The sum of all lanes, halves added to halves.
    static abstract float Sum(TSelf a);

    // The sums of four vectors, in less time than four sums.
    static abstract Vector128<float> SumFour(TSelf a, TSelf b, TSelf c, TSelf d);

    // Lane k reads from[at[k]]: each image at a place of its own.
    static abstract TSelf Gather(float* from, int* at);

    // Lane k of `first` reads from[at[k]], that of `second` the float after it.
    static abstract void GatherPairs(float* from, int* at, out TSelf first, out TSelf second);

    // to[k] = (int)index[k] * scale + k * step: where the element of that index lies for lane k.
    static abstract void StoreIndices(TSelf index, int scale, int step, int* to);
}
