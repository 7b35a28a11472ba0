using StnEngine.Datasets.Images;

namespace Stn.Pictures;

/// <summary>Turns what networks compute with into images that can be saved.</summary>
internal static class PlaneImage
{
    /// <summary>Rounds planes to bytes, pixel by pixel.</summary>
    /// <param name="planes"><c>[channels, height, width]</c>, clamped to 0..1.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public static ByteImage Of(ReadOnlySpan<float> planes, int channels, int height, int width)
    {
        byte[] bytes = new byte[planes.Length];
        int plane = height * width;
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((Math.Clamp(planes[(i % channels * plane) + (i / channels)], 0, 1) * byte.MaxValue) + 0.5f);
        }

        return new ByteImage(height, width, channels, bytes);
    }
}
