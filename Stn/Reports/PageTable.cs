using System.Text;
using Stn.Web;

namespace Stn.Reports;

/// <summary>A table of a page.</summary>
internal static class PageTable
{
    /// <summary>Writes one; a wide one is scrolled for itself.</summary>
    /// <param name="heads">Above the columns; none for a table of names and values.</param>
    /// <param name="rows">The first cell of each names it.</param>
    /// <param name="kind">A class that tells how it looks.</param>
    public static string Write(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows, string kind = "")
    {
        var html = new StringBuilder($"<div class=\"scroll\"><table class=\"{kind}\">\n");
        if (heads.Count > 0)
        {
            html.Append("<thead><tr>").AppendJoin(null, heads.Select(h => $"<th scope=\"col\">{Html.Escape(h)}</th>")).Append("</tr></thead>\n");
        }

        html.Append("<tbody>\n");
        foreach (IReadOnlyList<string> row in rows)
        {
            html.Append("<tr><th scope=\"row\">").Append(Html.Escape(row[0])).Append("</th>").AppendJoin(null, row.Skip(1).Select(c => $"<td>{Html.Escape(c)}</td>")).Append("</tr>\n");
        }

        return html.Append("</tbody></table></div>\n").ToString();
    }
}
