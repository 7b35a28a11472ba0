namespace Stn.Pictures;

/// <summary>A rectangle of a picture's pixels; right and bottom are the first column and row beyond it.</summary>
internal readonly record struct PictureArea(int Left, int Top, int Width, int Height)
{
    public int Right => Left + Width;

    public int Bottom => Top + Height;

    /// <summary>What two rectangles share; width or height is 0 where they share nothing.</summary>
    public PictureArea Intersect(PictureArea other)
    {
        (int left, int top) = (Math.Max(Left, other.Left), Math.Max(Top, other.Top));
        int width = Math.Max(0, Math.Min(Right, other.Right) - left);
        return new PictureArea(left, top, width, Math.Max(0, Math.Min(Bottom, other.Bottom) - top));
    }
}
