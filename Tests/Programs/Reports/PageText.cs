using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace StnEngine.Tests.Programs.Reports;

/// <summary>A page's text, and what every page must keep to.</summary>
internal sealed class PageText(string html)
{
    private const int MostBytes = 3_000_000;

    public string Html => html;

    public static PageText Read(string file)
    {
        var page = new PageText(File.ReadAllText(file));
        page.CheckThatItNeedsNothingElse();
        Assert.InRange(new FileInfo(file).Length, 1000, MostBytes);
        return page;
    }

    public string[] Sections => [.. Regex.Matches(html, "<section id=\"([a-z0-9-]+)\"").Select(m => m.Groups[1].Value)];

    public string Section(string name)
    {
        int from = html.IndexOf($"<section id=\"{name}\"", StringComparison.Ordinal);
        Assert.True(from >= 0, $"The page has no section '{name}'.");
        int next = html.IndexOf("<section id=\"", from + 1, StringComparison.Ordinal);
        return html[from..(next < 0 ? html.IndexOf("</main>", from, StringComparison.Ordinal) : next)];
    }

    public static string[] Attributes(string part, string name) => [.. Regex.Matches(part, $" {name}=\"([^\"]*)\"").Select(m => m.Groups[1].Value)];

    // Everything that could be loaded is in the page, and its policy lets nothing else in.
    public void CheckThatItNeedsNothingElse()
    {
        Assert.DoesNotMatch("(?i)https?://", html);
        Assert.All(Attributes(html, "(?:src|href|xlink:href|action|poster|data)"), a => Assert.Matches("^(data:|#)", a));
        Assert.DoesNotMatch("(?i)@import|url\\(|<link rel=\"(?!icon)|<iframe|<object", html);
        Match script = Assert.Single(Regex.Matches(html, "<script>(.*?)</script>", RegexOptions.Singleline));
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script.Groups[1].Value)));
        Assert.Contains($"content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{hash}'", html, StringComparison.Ordinal);
    }
}
