namespace StnEngine.Datasets.Scenes;

/// <summary>Makes a float sample of one image of a set and of others of the same set; which others, and where, is a pure function of a random key.</summary>
/// <remarks>
/// Where a <see cref="Distorter"/> knows one image, this knows the set. Implementations keep no state between calls: several threads may call
/// <see cref="Compose"/> at once.
/// </remarks>
public abstract class SceneComposer
{
    /// <summary>Prepares for samples of this size.</summary>
    protected SceneComposer(int channels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        (Channels, Height, Width) = (channels, height, width);
    }

    /// <summary>Channels of a sample.</summary>
    public int Channels { get; }

    /// <summary>Rows of a sample.</summary>
    public int Height { get; }

    /// <summary>Columns of a sample.</summary>
    public int Width { get; }

    /// <summary>How many images of the set a sample wants.</summary>
    public abstract int ImagesWanted { get; }

    /// <summary>What the labels of samples of this set mean.</summary>
    public virtual IReadOnlyList<string> ClassNamesOf(ImageSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return set.ClassNames;
    }

    /// <summary>Why no samples can be made of this set's images, in words for a message; null where they can. A set without images has no problem.</summary>
    public virtual string? ProblemWith(ImageSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return set.Channels != 1 ? $"{set.Name} has {set.Channels} channels; images of one channel are wanted"
            : set.Count > 0 && set.Count < ImagesWanted ? $"{set.Name} has {set.Count} images; {ImagesWanted} or more are wanted"
            : null;
    }

    /// <summary>Makes one sample.</summary>
    /// <param name="set">Where all its images come from.</param>
    /// <param name="index">Position of the image that it is about; the others are at other positions.</param>
    /// <param name="destination"><c>[Channels, Height, Width]</c>, 0..1, overwritten; 0 where there is no image.</param>
    /// <param name="randomKey">Decides everything else; equal keys, equal samples.</param>
    /// <returns>Its label: see <see cref="ClassNamesOf"/>.</returns>
    /// <exception cref="ArgumentException">The set does not suit (<see cref="ProblemWith"/>), or the span's length is wrong.</exception>
    public int Compose(ImageSet set, int index, Span<float> destination, ulong randomKey)
    {
        if (ProblemWith(set) is { } problem)
        {
            throw new ArgumentException($"{GetType().Name}: {problem}.", nameof(set));
        }
        if (destination.Length != Channels * Height * Width)
        {
            throw new ArgumentException(
                $"A sample of {Channels}x{Height}x{Width} wants {Channels * Height * Width} floats, given {destination.Length}.", nameof(destination));
        }
        return Draw(set, index, destination, randomKey);
    }

    /// <summary>Uniform among all positions in the set but one.</summary>
    private protected static int DrawOther(ImageSet set, int index, ref RandomStream random)
    {
        int other = random.NextInt32(set.Count - 1);
        return other < index ? other : other + 1;
    }

    /// <summary><see cref="Compose"/>, of arguments that suit.</summary>
    protected abstract int Draw(ImageSet set, int index, Span<float> destination, ulong randomKey);
}
