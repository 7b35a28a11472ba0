namespace StnEngine.Datasets;

/// <summary>Images that were taken in tracks: many nearly equal pictures of one thing, so that whoever has seen one knows the others.</summary>
public sealed class TrackedImages
{
    private readonly int[] _tracks;

    /// <summary>Wraps a set.</summary>
    /// <param name="images">The images.</param>
    /// <param name="tracks">Of each image the number of its track.</param>
    /// <exception cref="ArgumentException">There are not as many tracks as images.</exception>
    public TrackedImages(ImageSet images, IEnumerable<int> tracks)
    {
        ArgumentNullException.ThrowIfNull(images);
        (Images, _tracks) = (images, [.. tracks]);
        if (_tracks.Length != images.Count)
        {
            throw new ArgumentException($"{images.Name}: {images.Count} images want as many track numbers, given {_tracks.Length}.", nameof(tracks));
        }
    }

    /// <summary>All images.</summary>
    public ImageSet Images { get; }

    /// <summary><c>[Count]</c>: images with equal numbers are of one track.</summary>
    public IReadOnlyList<int> Tracks => _tracks;

    /// <summary>Holds tracks back to validate on: no track is on both sides, every class keeps its share.</summary>
    /// <param name="fraction">
    /// Share of each class's tracks that is held back, below 1; rounded, but at least one track, and never the last of a class.
    /// </param>
    /// <param name="seed">Equal seeds, equal splits.</param>
    /// <returns>Both in the order of the whole.</returns>
    public (ImageSet Train, ImageSet Validation) Split(double fraction, ulong seed)
    {
        bool[] held = HeldBack.Draw(Images.Labels, _tracks, fraction, seed);
        return (Part(false), Part(true));

        ImageSet Part(bool wanted) => Images.Subset([.. Enumerable.Range(0, held.Length).Where(i => held[i] == wanted)]);
    }
}
