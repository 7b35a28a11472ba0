using System.Security.Cryptography;
using System.Text;
using Stn.Web;

namespace Stn.Reports;

/// <summary>A page in one file: style, script and images are in it, and it asks the network for nothing.</summary>
internal static class Page
{
    private static readonly string Style = WebAsset.Read("theme.css") + WebAsset.Read("report.css");
    private static readonly string Script = WebAsset.Read("report.js");
    private static readonly string LiveScript = Script + WebAsset.Read("live.js");

    /// <summary>What a page may do: show the images that it carries and run the one script that it carries.</summary>
    public static string Policy { get; } = PolicyOf(Script);

    /// <summary>The same for a page that is served: it also asks its server for what is new.</summary>
    public static string LivePolicy { get; } = PolicyOf(LiveScript) + "; connect-src 'self'";

    /// <summary>Writes a page.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="below">Stands below the heading.</param>
    /// <param name="sections">Its parts.</param>
    /// <param name="live">What stands above all of a page that is served while it changes; null for a file.</param>
    public static string Write(string title, string below, IReadOnlyList<PageSection> sections, string? live = null)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        if (live is null)
        {
            html.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"").Append(Policy).Append("\">\n");
        }

        html.Append("<meta name=\"referrer\" content=\"no-referrer\">\n<title>").Append(Html.Escape(title)).Append("</title>\n<link rel=\"icon\" href=\"data:,\">\n");
        html.Append("<style>\n").Append(Style).Append("</style>\n</head>\n<body class=\"report\">\n").Append(live);
        html.Append("<header><div><h1>").Append(Html.Escape(title)).Append("</h1>\n<p class=\"quiet\">").Append(Html.Escape(below));
        html.Append("</p></div>\n<button type=\"button\" id=\"theme\" aria-label=\"Light or dark\">◐</button></header>\n<nav aria-label=\"Parts of this page\">");
        foreach (PageSection section in sections.Where(s => s.Title.Length > 0))
        {
            html.Append("<a href=\"#").Append(section.Name).Append("\">").Append(Html.Escape(section.Title)).Append("</a>");
        }

        html.Append("</nav>\n<main>\n");
        foreach (PageSection section in sections)
        {
            html.Append(section.ToHtml());
        }

        return html.Append("</main>\n<script>").Append(live is null ? Script : LiveScript).Append("</script>\n</body>\n</html>\n").ToString();
    }

    private static string PolicyOf(string script) =>
        $"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'; base-uri 'none'; form-action 'none'";
}
