namespace StnEngine.Kernels.Gpu;

// Where the float with the given index lies: planes are the channels of all blocks, one after the other.
internal readonly record struct Pool2dPlace(int Plane, int Y, int X, int Lane)
{
    public static Pool2dPlace Of(int index, int height, int width)
    {
        int position = index / Layout.Lanes;
        int row = position / width;
        int plane = row / height;
        return new(plane, row - (plane * height), position - (row * width), index - (position * Layout.Lanes));
    }
}
