namespace StnEngine.Datasets.Images;

/// <summary>A box that somebody drew in an image of the given size.</summary>
/// <remarks>Mirrors pass on images that they have resized with tables they have not: the box is then scaled as the image was.</remarks>
internal readonly record struct BoxNote(int Height, int Width, int Top, int Left, int Bottom, int Right)
{
    /// <summary>Where the box lies in the image as it is. Exact for an image of the noted size.</summary>
    public PixelBox In(ByteImage image) => new(
        Top * image.Height / (double)Height,
        Left * image.Width / (double)Width,
        Bottom * image.Height / (double)Height,
        Right * image.Width / (double)Width);
}
