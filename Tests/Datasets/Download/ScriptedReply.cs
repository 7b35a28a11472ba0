namespace StnEngine.Tests.Datasets.Download;

/// <summary>Bytes for the wire, and how the connection ends after them: closed, reset, or not at all.</summary>
internal sealed record ScriptedReply(string Head, byte[] Body)
{
    public bool Resets { get; init; }

    public bool Hangs { get; init; }

    /// <summary>The wait before each piece of the body; none for a body in one piece.</summary>
    public TimeSpan Pause { get; init; }

    public static ScriptedReply Status(string status, params string[] headers)
        => new($"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: 0\r\n{Lines(headers)}\r\n", []);

    /// <summary>200 with the whole body and, if given, a length of its own.</summary>
    public static ScriptedReply Whole(byte[] body, long? length = null)
        => new($"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length ?? body.Length}\r\n\r\n", body);

    /// <summary>200 with a body that ends with the connection, its length not announced.</summary>
    public static ScriptedReply Endless(byte[] body) => new("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", body);

    /// <summary>206 with what was asked for, or 200 where no range was.</summary>
    public static ScriptedReply Rest(byte[] body, ScriptedRequest request) => request.Range is null
        ? Whole(body)
        : Range(body[request.Start..], $"bytes {request.Start}-{body.Length - 1}/{body.Length}");

    public static ScriptedReply Range(byte[] body, string contentRange)
        => new($"HTTP/1.1 206 Part\r\nConnection: close\r\nContent-Range: {contentRange}\r\nContent-Length: {body.Length}\r\n\r\n", body);

    /// <summary>The same head, but the connection closes after so many bytes of the body.</summary>
    public ScriptedReply CutAt(int bytes) => this with { Body = Body[..bytes] };

    private static string Lines(string[] headers) => string.Concat(headers.Select(header => header + "\r\n"));
}
