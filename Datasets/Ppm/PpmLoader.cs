using System.Runtime.ExceptionServices;

namespace StnEngine.Datasets.Ppm;

/// <summary>Reads, cuts and resizes many images on all processors.</summary>
internal static class PpmLoader
{
    /// <summary>The largest side: beyond it one image's rows in floats would be more than an array holds.</summary>
    private const int MostSize = 4096;
    private const int Channels = 3;

    /// <summary>Reads images into a set, in their order.</summary>
    /// <exception cref="DatasetException">One of them cannot be read: the first such one, whatever the threads. Or they would not fit an array.</exception>
    public static ImageSet Load(string name, FileSource files, IReadOnlyList<PpmEntry> entries, int size, IReadOnlyList<string> classNames)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MostSize);
        int imageSize = Channels * size * size;
        if ((long)imageSize * entries.Count > Array.MaxLength)
        {
            throw new DatasetException(
                files.PathOf(string.Empty),
                $"its {entries.Count} images of {Channels}x{size}x{size} make more than {Array.MaxLength} bytes.",
                "Choose a smaller size.");
        }
        byte[] pixels = new byte[imageSize * entries.Count];
        InParallel(entries.Count, () => new PpmResizer(size), (resizer, i) =>
        {
            PpmEntry entry = entries[i];
            PpmImage image = PpmReader.Parse(files.PathOf(entry.Name), files.Read(entry.Name));
            resizer.Resize(image, entry.Box?.In(image) ?? PixelBox.Whole(image), pixels.AsSpan(i * imageSize, imageSize));
        });
        return new ImageSet(name, pixels, [.. entries.Select(entry => entry.Label)], Channels, size, size, classNames);
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
