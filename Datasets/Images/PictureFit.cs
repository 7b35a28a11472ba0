namespace StnEngine.Datasets.Images;

/// <summary>Brings pictures of any size and colour to what a data set's images are like.</summary>
/// <remarks>
/// A grey picture becomes all three channels; a colour one becomes grey by the weights of ITU-R BT.601, which leave a grey of equal channels as it is. Sizes
/// change as in folders of images. On one thread.
/// </remarks>
/// <param name="channels">1 or 3.</param>
/// <param name="size">Side of the square that pictures are brought to.</param>
/// <param name="keepsShape">Whether what is no square is laid in the middle of a black one first; otherwise it is stretched.</param>
/// <param name="canvas">Side of the black square in whose middle the result is laid; the same as the size for none. A picture of just that size is taken as it is.</param>
public sealed class PictureFit(int channels, int size, bool keepsShape, int canvas)
{
    private const int RedWeight = 299, GreenWeight = 587, BlueWeight = 114, AllWeights = 1000;

    private readonly ImageResizer _resizer = new(channels, size);
    private readonly ImageResizer _whole = new(channels, canvas);

    /// <summary>Fits one picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="fillsCanvas">Whether it shows the whole canvas, so that it is brought to that size rather than laid in the middle.</param>
    /// <returns><c>[channels, canvas, canvas]</c>.</returns>
    public byte[] Apply(ByteImage picture, bool fillsCanvas = false)
    {
        ArgumentNullException.ThrowIfNull(picture);
        picture = picture.Channels > channels ? Grey(picture) : picture;
        byte[] result = new byte[channels * canvas * canvas];
        fillsCanvas |= picture.Height == canvas && picture.Width == canvas;
        if (fillsCanvas)
        {
            Resize(_whole, picture, result);
            return result;
        }

        byte[] fitted = new byte[channels * size * size];
        Resize(_resizer, picture, fitted);
        int margin = (canvas - size) / 2;
        for (int row = 0; row < channels * size; row++)
        {
            int to = (((row / size * canvas) + margin + (row % size)) * canvas) + margin;
            fitted.AsSpan(row * size, size).CopyTo(result.AsSpan(to));
        }

        return result;
    }

    private static ByteImage Grey(ByteImage picture)
    {
        ReadOnlySpan<byte> pixels = picture.Pixels.Span;
        byte[] grey = new byte[picture.Height * picture.Width];
        for (int i = 0; i < grey.Length; i++)
        {
            ReadOnlySpan<byte> pixel = pixels.Slice(i * picture.Channels, picture.Channels);
            grey[i] = (byte)(((RedWeight * pixel[0]) + (GreenWeight * pixel[1]) + (BlueWeight * pixel[2]) + (AllWeights / 2)) / AllWeights);
        }

        return new ByteImage(picture.Height, picture.Width, 1, grey);
    }

    private void Resize(ImageResizer resizer, ByteImage picture, byte[] destination)
    {
        if (keepsShape)
        {
            resizer.ResizeOnSquare(picture, destination);
        }
        else
        {
            resizer.Resize(picture, PixelBox.Whole(picture), destination);
        }
    }
}
