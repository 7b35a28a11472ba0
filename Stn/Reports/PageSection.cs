namespace Stn.Reports;

/// <summary>A part of a page.</summary>
/// <param name="Name">Its place in the page's address, and in that of a page that is served.</param>
/// <param name="Title">Its heading; empty for the first one, which has none.</param>
/// <param name="Content">What stands below.</param>
internal sealed record PageSection(string Name, string Title, string Content)
{
    /// <summary>As it stands in the page.</summary>
    public string ToHtml() => Title.Length == 0
        ? $"<section id=\"{Name}\">\n{Content}</section>\n"
        : $"<section id=\"{Name}\" aria-labelledby=\"{Name}-title\">\n<h2 id=\"{Name}-title\">{Web.Html.Escape(Title)}</h2>\n{Content}</section>\n";

    /// <summary>As a part of another part: without a place in the page's address.</summary>
    public string ToInnerHtml() => $"<section>\n<h3>{Web.Html.Escape(Title)}</h3>\n{Content}</section>\n";
}
