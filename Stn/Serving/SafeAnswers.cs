using Microsoft.AspNetCore.Http;
using Stn.Web;

namespace Stn.Serving;

/// <summary>Tells browsers what the page may do, which is little, and refuses what other sites' pages ask for.</summary>
internal sealed class SafeAnswers(RequestDelegate next)
{
    // Nothing inline, nothing from elsewhere; pictures of answers are data.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        LocalServer.Guard(context.Response.Headers, Policy);
        bool asksOnly = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        return asksOnly || IsOwn(context.Request) ? next(context) : throw new RequestException(
            StatusCodes.Status403Forbidden, "A page of another site asked for this. Open this server's own page, or ask from a program, which sends no Origin.");
    }

    // A browser says where a request comes from; a program need not.
    private static bool IsOwn(HttpRequest request)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString(), origin = request.Headers.Origin.ToString();
        return site is "" or "same-origin" or "none" && (origin.Length == 0 || origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
    }
}
