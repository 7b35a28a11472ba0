using Stn.Web;

namespace Stn.Reports.Sections;

/// <summary>Test images before and after, as figures.</summary>
internal static class SampleFigure
{
    /// <summary>One image with its frames, and beside it what transformers gave.</summary>
    /// <param name="sample">The image.</param>
    /// <param name="caption">Stands below: a line that names it, and more.</param>
    public static string Of(Sample sample, params string[] caption) => Of(
        LookDrawing.Input(sample.Input, [.. sample.Looks.Select(l => l.Frame)]) + string.Concat(sample.Looks.Select((l, i) => LookDrawing.Output(l.Output, i))),
        caption);

    /// <summary>Drawings beside each other.</summary>
    public static string Of(string drawings, params string[] caption) =>
        $"<figure class=\"sample\"><div class=\"pair\">{drawings}</div><figcaption><b>{Html.Escape(caption[0])}</b>{string.Concat(caption.Skip(1).Select(line => $"<br>{Html.Escape(line)}"))}</figcaption></figure>\n";
}
