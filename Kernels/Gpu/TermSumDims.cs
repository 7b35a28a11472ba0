using System.Runtime.InteropServices;

namespace StnEngine.Kernels.Gpu;

// How many numbers a TermSum adds up.
// Images: the batch that the terms come from; a plain layout where there is none.
// PerImage: whether each image has sums of its own; otherwise all live images are added together.
// Columns: sums. Terms: of one sum, for each image.
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TermSumDims(Layout Images, Flag PerImage, int Columns, int Terms)
{
    // Neighbouring threads that take one term, each for its image.
    public int Lanes => Images.IsBatched ? Layout.Lanes : 1;

    // Neighbouring floats of the result that a group writes.
    public int Width => PerImage ? Lanes : 1;

    public int Blocks => Images.IsBatched ? Images.Blocks : 1;

    // Whether nothing is added across lanes, so that a thread can make a sum alone.
    public bool LanesStayApart => PerImage || !Images.IsBatched;
}
