using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Stn.Serving;

/// <summary>Answers that say what went wrong, for programs: RFC 9457.</summary>
internal static class Problem
{
    private const string ContentType = "application/problem+json";

    /// <summary>Writes one: <c>type, title, status, detail</c>.</summary>
    public static async Task WriteAsync(HttpResponse response, int status, string detail, int? retrySeconds = null)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", ReasonPhrases.GetReasonPhrase(status));
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            json.WriteEndObject();
        }

        response.StatusCode = status;
        response.ContentType = ContentType;
        if (retrySeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        await response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length));
    }
}
