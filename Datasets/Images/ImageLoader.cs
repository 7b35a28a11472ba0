using System.Runtime.ExceptionServices;

namespace StnEngine.Datasets.Images;

/// <summary>Reads, cuts and resizes many images on all processors.</summary>
internal static class ImageLoader
{
    /// <summary>The largest side: beyond it one image's rows in floats would be more than an array holds.</summary>
    private const int MostSize = 4096;

    // A table may name images that are not there: no more is taken at its word.
    private const int MostOnTrust = 1 << 26;

    /// <summary>Reads images into a set, in their order.</summary>
    /// <param name="name">What logs call the set.</param>
    /// <param name="files">Where the images are.</param>
    /// <param name="entries">Which they are.</param>
    /// <param name="channels">1 or 3; grey images are widened to 3.</param>
    /// <param name="size">Side of the square that each is resized to.</param>
    /// <param name="classNames">What the labels mean.</param>
    /// <exception cref="DatasetException">One of them cannot be read: the first such one, whatever the threads. Or they would not fit an array.</exception>
    public static ImageSet Load(string name, FileSource files, IReadOnlyList<ImageEntry> entries, int channels, int size, IReadOnlyList<string> classNames)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MostSize);
        int imageSize = channels * size * size;
        if ((long)imageSize * entries.Count > Array.MaxLength)
        {
            throw new DatasetException(
                files.PathOf(string.Empty),
                $"its {entries.Count} images of {channels}x{size}x{size} make more than {Array.MaxLength} bytes.",
                "Choose a smaller size.");
        }
        if (imageSize * entries.Count > MostOnTrust)
        {
            files.Require(entries.Select(entry => entry.Name));
        }
        byte[] pixels = new byte[imageSize * entries.Count];
        InParallel(entries.Count, () => new ImageResizer(channels, size), (resizer, i) =>
        {
            ImageEntry entry = entries[i];
            string path = files.PathOf(entry.Name);
            ByteImage image = ImageFile.Parse(path, files.Read(entry.Name));
            if (image.Channels > channels)
            {
                throw new DatasetException(
                    path, $"has {image.Channels} channels where {channels} was wanted.", "Give grey images only, or read them all as colour.");
            }
            resizer.Resize(image, entry.Box?.In(image) ?? PixelBox.Whole(image), pixels.AsSpan(i * imageSize, imageSize));
        });
        return new ImageSet(name, pixels, [.. entries.Select(entry => entry.Label)], channels, size, size, classNames);
    }

    // Break lets everything before the break run to its end, so that the first error of all is found and the rest is left out.
    private static void InParallel<T>(int count, Func<T> perThread, Action<T, int> body)
    {
        object gate = new();
        (int Index, DatasetException? Error) first = (int.MaxValue, null);
        Parallel.For(0, count, perThread, (i, state, own) =>
        {
            try
            {
                body(own, i);
            }
            catch (DatasetException error)
            {
                state.Break();
                lock (gate)
                {
                    first = i < first.Index ? (i, error) : first;
                }
            }
            return own;
        }, _ => { });
        if (first.Error is { } thrown)
        {
            ExceptionDispatchInfo.Throw(thrown);
        }
    }
}
