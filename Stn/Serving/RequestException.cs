using Microsoft.AspNetCore.Http;

namespace Stn.Serving;

/// <summary>A request that is not answered, and why: what was given, what was wanted and what to do.</summary>
/// <param name="status">The answer's status.</param>
/// <param name="message">Goes to who asked.</param>
internal sealed class RequestException(int status, string message) : Exception(message)
{
    public int Status => status;

    /// <summary>After how many seconds to ask again; null for no use in that.</summary>
    public int? RetrySeconds { get; init; }

    public static RequestException Bad(string message) => new(StatusCodes.Status400BadRequest, message);

    /// <summary>Later it will work.</summary>
    public static RequestException Busy(string message, int retrySeconds) => new(StatusCodes.Status503ServiceUnavailable, message) { RetrySeconds = retrySeconds };
}
