using System.Net;

namespace Stn.Web;

/// <summary>Text in pages.</summary>
internal static class Html
{
    /// <summary>A text as it stands between tags or in a quoted attribute, whatever is in it.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);
}
