namespace StnEngine.Datasets;

/// <summary>Chooses what is held back to validate on: whole groups of images, the same share of every class.</summary>
internal static class HeldBack
{
    /// <summary>Draws from the stream <c>data/split</c>.</summary>
    /// <param name="labels">Class of each image.</param>
    /// <param name="groups">Group of each image; a group counts for the class of its first image.</param>
    /// <param name="fraction">Share of a class's groups, below 1: at least one, and never the last, unless it is 0.</param>
    /// <param name="seed">The root seed.</param>
    /// <returns>Of each image whether it is held back.</returns>
    public static bool[] Draw(IReadOnlyList<byte> labels, IReadOnlyList<int> groups, double fraction, ulong seed)
    {
        if (fraction is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "Give a share from 0 to below 1.");
        }
        HashSet<int> held = [];
        var classes = Enumerable.Range(0, labels.Count).DistinctBy(i => groups[i]).GroupBy(i => labels[i], i => groups[i]);
        foreach (IGrouping<byte, int> ofClass in classes)
        {
            int[] order = [.. ofClass];
            // A stream for each class: images that are added to one do not move those of another.
            new RandomStream(seed, "data/split", ofClass.Key).Shuffle(order);
            int most = fraction == 0 ? 0 : order.Length - 1;
            held.UnionWith(order.Take(Math.Min(most, Math.Max(1, (int)Math.Round(fraction * order.Length)))));
        }
        return [.. groups.Select(held.Contains)];
    }
}
