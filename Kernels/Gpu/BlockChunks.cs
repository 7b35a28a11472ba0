using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// How groups share what is to be reduced for each image: a group takes the 16 images of a block, its threads beyond those take
// every Step-th item of a chunk. Enough chunks to keep a device busy at small batches, few enough that adding up what the groups leave
// costs little. The groups of a chunk follow each other, block by block.
[StructLayout(LayoutKind.Sequential)]
internal readonly struct BlockChunks
{
    private const int Most = 64;
    private readonly int _blocks, _items, _length;

    public BlockChunks(GpuDevice device, int blocks, int items, int itemsPerThread)
    {
        int least = device.GroupSize / Layout.Lanes * itemsPerThread;
        _blocks = blocks;
        _items = items;
        _length = Math.Max(least, (items + Most - 1) / Most);
        Count = (items + _length - 1) / _length;
    }

    public int Count { get; }

    public int Groups => Count * _blocks;

    // Of the group that asks.
    public int Block => Grid.IdxX % _blocks;

    // Of the thread that asks.
    public int First => (Grid.IdxX / _blocks * _length) + (Group.IdxX / Layout.Lanes);

    public int End => Math.Min(_items, ((Grid.IdxX / _blocks) + 1) * _length);

    public static int Step => Group.DimX / Layout.Lanes;
}
