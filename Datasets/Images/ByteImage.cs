namespace StnEngine.Datasets.Images;

/// <summary>A grey or colour image of any size, 8 bits a channel.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">1 for grey, 3 for red, green, blue.</param>
/// <param name="Pixels"><c>[Height, Width, Channels]</c>.</param>
public sealed record ByteImage(int Height, int Width, int Channels, ReadOnlyMemory<byte> Pixels)
{
    /// <summary>What readers take of rows and of columns: far above any photograph of a data set, and low enough that a strip of that length can be resized.</summary>
    public const int MostExtent = 16_384;
}
