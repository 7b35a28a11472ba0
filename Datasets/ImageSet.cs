namespace StnEngine.Datasets;

/// <summary>Labelled 8-bit images of one size, held in memory.</summary>
/// <remarks>
/// Pixels are <c>[Count, Channels, Height, Width]</c>, one channel plane after the other; labels index <see cref="ClassNames"/>.
/// </remarks>
public sealed class ImageSet
{
    /// <summary>Wraps the arrays without copying them.</summary>
    /// <exception cref="ArgumentException">The lengths contradict each other, or a label has no class name.</exception>
    public ImageSet(string name, byte[] pixels, byte[] labels, int channels, int height, int width, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        long wanted = (long)labels.Length * channels * height * width;
        if (pixels.Length != wanted)
        {
            throw new ArgumentException(
                $"{name}: {labels.Length} labels and {channels}x{height}x{width} images want {wanted} pixels, given {pixels.Length}.",
                nameof(pixels));
        }
        int beyond = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)Math.Clamp(classNames.Count - 1, 0, byte.MaxValue));
        if (beyond >= 0)
        {
            throw new ArgumentException(
                $"{name}: label {labels[beyond]} of image {beyond} is beyond the {classNames.Count} classes; name every class.",
                nameof(labels));
        }
        (Name, Pixels, Labels, Channels, Height, Width, ClassNames) = (name, pixels, labels, channels, height, width, classNames);
    }

    /// <summary>What logs and reports call this set.</summary>
    public string Name { get; }

    /// <summary><c>[Count, Channels, Height, Width]</c>, 0 is black.</summary>
    public byte[] Pixels { get; }

    /// <summary><c>[Count]</c>, each below the number of class names.</summary>
    public byte[] Labels { get; }

    /// <summary>What the labels mean.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>1 for grey, 3 for red, green, blue.</summary>
    public int Channels { get; }

    /// <summary>Rows of an image.</summary>
    public int Height { get; }

    /// <summary>Columns of an image.</summary>
    public int Width { get; }

    /// <summary>Bytes of one image: Channels x Height x Width.</summary>
    public int ImageSize => Channels * Height * Width;

    /// <summary>The pixels of one image, <c>[Channels, Height, Width]</c>.</summary>
    public ReadOnlySpan<byte> Image(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return Pixels.AsSpan(index * ImageSize, ImageSize);
    }

    /// <summary>A copy of the first <paramref name="count"/> images, or of all when there are fewer.</summary>
    public ImageSet Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        count = Math.Min(count, Count);
        return new ImageSet(Name, Pixels[..(count * ImageSize)], Labels[..count], Channels, Height, Width, ClassNames);
    }

    /// <summary>A copy of the images at <paramref name="indices"/>, in that order; an index may repeat.</summary>
    public ImageSet Subset(ReadOnlySpan<int> indices)
    {
        byte[] pixels = new byte[checked(indices.Length * ImageSize)];
        byte[] labels = new byte[indices.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            Image(indices[i]).CopyTo(pixels.AsSpan(i * ImageSize));
            labels[i] = Labels[indices[i]];
        }
        return new ImageSet(Name, pixels, labels, Channels, Height, Width, ClassNames);
    }
}
