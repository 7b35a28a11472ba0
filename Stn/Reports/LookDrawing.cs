using System.Globalization;
using System.Numerics;
using System.Text;

namespace Stn.Reports;

/// <summary>Images of a page with what is laid over them: frames, drawn as lines whose top edge has a colour of its own, and heat.</summary>
internal static class LookDrawing
{
    // A square turned by 45 degrees stands out by 0.41 of half its side.
    private const string Open = "<svg class=\"look\" viewBox=\"-1.45 -1.45 2.9 2.9\" aria-hidden=\"true\">";
    private const string OpenTight = "<svg class=\"look\" viewBox=\"-1.04 -1.04 2.08 2.08\" aria-hidden=\"true\">";
    private const string Place = "x=\"-1\" y=\"-1\" width=\"2\" height=\"2\" preserveAspectRatio=\"none\"";

    /// <summary>An image with the frames that transformers sample; as wide as it must be for frames, if there are any.</summary>
    public static string Input(PageImage image, IReadOnlyList<Vector2[]> frames, PageImage? heat = null) =>
        $"{(frames.Count == 0 ? OpenTight : Open)}{ImageOf(image)}{HeatOf(heat)}{string.Concat(frames.Select((f, i) => Frame(f, i)))}</svg>";

    /// <summary>An image whose frames move.</summary>
    /// <param name="image">The image.</param>
    /// <param name="tracks">The frames of each transformer, step by step; the last step is shown.</param>
    public static string Moving(PageImage image, IReadOnlyList<IReadOnlyList<Vector2[]>> tracks) =>
        $"{Open}{ImageOf(image)}{string.Concat(tracks.Select((t, i) => Frame(t[^1], i, t)))}</svg>";

    /// <summary>What a transformer gave: its border is the frame.</summary>
    public static string Output(PageImage image, int transformer, PageImage? heat = null) =>
        $"{OpenTight}{ImageOf(image)}{HeatOf(heat)}{Frame([new(-1, -1), new(1, -1), new(1, 1), new(-1, 1)], transformer)}</svg>";

    /// <summary>One of several images below each other; the last is shown.</summary>
    public static string Strip(PageImage strip, int count)
    {
        int height = strip.Height / count;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg class=\"look\" viewBox=\"0 0 {strip.Width} {height}\" aria-hidden=\"true\"><image class=\"strip\" width=\"{strip.Width}\" height=\"{strip.Height}\" y=\"{-height * (count - 1)}\" data-step=\"{height}\" href=\"{strip.Address}\"/></svg>");
    }

    private static string ImageOf(PageImage image) => $"<image {Place} href=\"{image.Address}\"/>";

    private static string HeatOf(PageImage? heat) => heat is null ? string.Empty : $"<image class=\"heat\" {Place} href=\"{heat.Address}\"/>";

    private static string Frame(Vector2[] frame, int transformer, IReadOnlyList<Vector2[]>? steps = null)
    {
        string all = Points(frame), top = Points([.. frame.Take((frame.Length / 4) + 1)]);
        string moving = steps is null ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $" data-side=\"{frame.Length / 4}\" data-steps=\"{string.Join(';', steps.Select(Points))}\"");
        return $"<g class=\"frame f{transformer % 3}\"{moving}><polygon class=\"halo\" points=\"{all}\"/><polygon class=\"side\" points=\"{all}\"/><polyline class=\"top\" points=\"{top}\"/></g>";
    }

    // None where a point is nowhere.
    private static string Points(IReadOnlyList<Vector2> points)
    {
        var text = new StringBuilder();
        foreach (Vector2 point in points)
        {
            if (!float.IsFinite(point.X + point.Y))
            {
                return string.Empty;
            }

            text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 0 ? " " : string.Empty)}{point.X:0.###},{point.Y:0.###}");
        }

        return text.ToString();
    }
}
