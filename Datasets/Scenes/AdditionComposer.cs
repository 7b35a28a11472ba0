using System.Globalization;

namespace StnEngine.Datasets.Scenes;

/// <summary>Two digits in two channels, each distorted for itself; the label is their sum.</summary>
/// <remarks>
/// Jaderberg et al., arXiv 1506.02025, appendix, where each is turned, scaled and moved on 42x42. Drawn in this order: the key of the
/// first digit's distortion; the second digit, uniform among the other images of the set; the key of its distortion. The first is the
/// one that was asked for.
/// </remarks>
/// <param name="distorter">What is done to each digit.</param>
public sealed class AdditionComposer(Distorter distorter) : SceneComposer(2, distorter.CanvasHeight, distorter.CanvasWidth)
{
    /// <inheritdoc/>
    public override int ImagesWanted => 2;

    /// <summary>The sums from "0" to that of twice the set's last class: "18" for digits.</summary>
    public override IReadOnlyList<string> ClassNamesOf(ImageSet set) =>
        [.. Enumerable.Range(0, (2 * base.ClassNamesOf(set).Count) - 1).Select(sum => sum.ToString(CultureInfo.InvariantCulture))];

    /// <inheritdoc/>
    public override string? ProblemWith(ImageSet set)
    {
        if (base.ProblemWith(set) is { } problem)
        {
            return problem;
        }
        for (int label = 0; label < set.ClassNames.Count; label++)
        {
            if (!int.TryParse(set.ClassNames[label], NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value != label)
            {
                return $"class {label} of {set.Name} is '{set.ClassNames[label]}'; only classes that are the numbers from 0 on can be added";
            }
        }
        return null;
    }

    /// <inheritdoc/>
    protected override int Draw(ImageSet set, int index, Span<float> destination, ulong randomKey)
    {
        RandomStream random = new(randomKey);
        ulong firstKey = random.NextUInt64();
        int second = DrawOther(set, index, ref random);
        ulong secondKey = random.NextUInt64();
        int plane = Height * Width;
        distorter.Apply(set.Image(index), 1, set.Height, set.Width, destination[..plane], firstKey);
        distorter.Apply(set.Image(second), 1, set.Height, set.Width, destination[plane..], secondKey);
        return set.Labels[index] + set.Labels[second];
    }
}
