using Stn.Data;
using StnEngine;

namespace Stn.Reports;

/// <summary>How normalised images become those of a page: large ones are shrunk by a whole factor, and two channels are shown as red and green.</summary>
/// <param name="Channels">1 for grey, 2 for red and green, 3 for colour.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Mean">Was subtracted from pixels of 0 to 1.</param>
/// <param name="Std">Has divided what was left.</param>
internal readonly record struct PageForm(int Channels, int Height, int Width, float Mean, float Std)
{
    private const int MostExtent = 80;

    public int ShownChannels => Channels == 1 ? 1 : 3;

    public int ShownHeight => Math.Max(1, Height / Factor);

    public int ShownWidth => Math.Max(1, Width / Factor);

    /// <summary>What an image takes at most, before it is written as text.</summary>
    public int Bytes => ShownChannels * ShownHeight * ShownWidth;

    private int Factor => (Math.Max(Height, Width) + MostExtent - 1) / MostExtent;

    /// <summary>The form of a batch's images.</summary>
    public static PageForm Of(TrainingData data, Shape shape) => new(shape[1], shape[2], shape[3], data.Mean, data.Std);

    /// <summary>An image's bytes <c>[ShownHeight, ShownWidth, ShownChannels]</c>.</summary>
    /// <param name="planes"><c>[Channels, Height, Width]</c>, normalised.</param>
    public byte[] Pixels(float[] planes)
    {
        byte[] bytes = new byte[Bytes];
        (int factor, int channels, int width) = (Factor, ShownChannels, ShownWidth);
        for (int i = 0; i < bytes.Length; i++)
        {
            int channel = i % channels, pixel = i / channels;
            bytes[i] = channel < Channels ? Shown(MeanAt(planes, channel, pixel / width * factor, pixel % width * factor, factor)) : (byte)0;
        }

        return bytes;
    }

    private float MeanAt(float[] planes, int channel, int top, int left, int factor)
    {
        float sum = 0;
        for (int y = top; y < top + factor; y++)
        {
            for (int x = left; x < left + factor; x++)
            {
                sum += planes[(((channel * Height) + y) * Width) + x];
            }
        }

        return sum / (factor * factor);
    }

    private byte Shown(float value) => (byte)((float.Clamp((value * Std) + Mean, 0, 1) * byte.MaxValue) + 0.5f);
}
