using System.Runtime.InteropServices;

namespace StnEngine.Kernels.Gpu;

// Which output pixel of which image a thread works on. Threads that follow each other take the images of a block, then the next
// pixel: neighbours read and write neighbours.
[StructLayout(LayoutKind.Sequential)]
internal readonly struct OutputPixel(int block, int lane, int position, int outW)
{
    public readonly int Block = block;
    public readonly int Lane = lane;

    // Counted row by row.
    public readonly int Position = position;

    public readonly int Row = position / outW;
    public readonly int Column = position % outW;

    // Where one of the values that are kept for each image lies.
    public int Image => (Block * Layout.Lanes) + Lane;

    // Pixels of all images, idle lanes included.
    public static int Threads(in GridSampleDims dims) => dims.Output.Blocks * dims.OutH * dims.OutW * Layout.Lanes;

    public static OutputPixel Of(int thread, in GridSampleDims dims)
    {
        int positions = dims.OutH * dims.OutW, positionOfAll = thread / Layout.Lanes;
        return new OutputPixel(positionOfAll / positions, thread % Layout.Lanes, positionOfAll % positions, dims.OutW);
    }

    // Where element i of this pixel's image lies in a batch of `rest` elements an image.
    public int At(int rest, int i) => (((Block * rest) + i) * Layout.Lanes) + Lane;

    // The first pixel of the image's first channel.
    public int InImage(in GridSampleDims dims) => At(dims.C * dims.H * dims.W, 0);

    // This pixel in the output's first channel.
    public int InOutput(in GridSampleDims dims) => At(dims.C * dims.OutH * dims.OutW, Position);
}
