namespace StnEngine.Kernels.Cpu;

// Where the images of a vector are read, and where the gradients of those positions go: a stored grid, or an affine
// transformation worked out on the way. Everything else is the same for both.
internal interface IPositions<V>
    where V : unmanaged, ILanes<V>
{
    // Position, in pixels, that output pixel (oy, ox) reads.
    void At(int oy, int ox, out V x, out V y);

    // Adds the gradient of that position.
    void Add(int oy, int ox, V gradX, V gradY);
}
