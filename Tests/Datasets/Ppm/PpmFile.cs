using System.Text;
using StnEngine.Datasets.Images;

namespace StnEngine.Tests.Datasets.Ppm;

// Small images for tests, as files and as images.
internal static class PpmFile
{
    /// <summary>A file of one colour, but for a box of another.</summary>
    public static byte[] WithBox(int height, int width, (int Top, int Left, int Bottom, int Right) box, byte inside, byte outside = 255)
    {
        byte[] pixels = new byte[height * width * 3];
        for (int i = 0; i < pixels.Length; i++)
        {
            (int y, int x) = (i / 3 / width, i / 3 % width);
            pixels[i] = y >= box.Top && y < box.Bottom && x >= box.Left && x < box.Right ? inside : outside;
        }
        return Of($"P6\n{width} {height}\n255\n", pixels);
    }

    public static byte[] OneColour(int height, int width, byte value) => WithBox(height, width, default, 0, value);

    public static ByteImage Noise(int height, int width, int seed)
    {
        byte[] pixels = new byte[height * width * 3];
        new Random(seed).NextBytes(pixels);
        return new ByteImage(height, width, 3, pixels);
    }

    public static byte[] Of(string header, params byte[] pixels) => [.. Encoding.Latin1.GetBytes(header), .. pixels];
}
