namespace StnEngine.Datasets.Images;

/// <summary>A part of an image, by its edges in pixels: the whole image is 0, 0, Height, Width.</summary>
internal readonly record struct PixelBox(double Top, double Left, double Bottom, double Right)
{
    /// <summary>All of an image.</summary>
    public static PixelBox Whole(ByteImage image) => new(0, 0, image.Height, image.Width);
}
