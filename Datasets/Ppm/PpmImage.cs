namespace StnEngine.Datasets.Ppm;

/// <summary>A colour image of any size.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Pixels"><c>[Height, Width, 3]</c>: red, green and blue of each pixel.</param>
public sealed record PpmImage(int Height, int Width, ReadOnlyMemory<byte> Pixels);
