using System.Globalization;

namespace Stn.Reports.Live;

/// <summary>The page of a run at a moment of its training. Its parts are written when they are first asked for.</summary>
internal sealed class LivePage(RunReport report, int version)
{
    private readonly Lazy<IReadOnlyList<PageSection>> _sections = new(() => RunPage.Sections(report));

    /// <summary>Counts the moments.</summary>
    public int Version => version;

    public IReadOnlyList<PageSection> Sections => _sections.Value;

    public string ToHtml() => Page.Write(
        RunPage.TitleOf(report.Facts.Options), RunPage.Below(report.Facts), Sections, Bar());

    /// <summary>Names of the parts that are not as they were.</summary>
    public string[] ChangedSince(LivePage earlier)
    {
        var before = earlier.Sections.ToDictionary(s => s.Name, s => s.Content);
        return [.. Sections.Where(s => before.GetValueOrDefault(s.Name) != s.Content).Select(s => s.Name)];
    }

    private string Bar() => string.Create(
        CultureInfo.InvariantCulture,
        $"<div id=\"live\" class=\"live card\" data-version=\"{version}\"><strong class=\"state\" role=\"status\">training</strong><progress max=\"1\" value=\"0\" aria-label=\"This epoch\"></progress><span class=\"detail quiet\"></span></div>\n");
}
