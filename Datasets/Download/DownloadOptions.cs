using System.Net;

namespace StnEngine.Datasets.Download;

/// <summary>How files are fetched.</summary>
public sealed record DownloadOptions
{
    /// <summary>Whether the network is never touched: a missing file is an error then.</summary>
    public bool Offline { get; init; }

    /// <summary>Times a mirror may fail in a way that may pass before the next one is asked.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The wait after the first failure; it doubles with each further one.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait, also where a server asks for a longer one.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a server may be silent before the transfer counts as broken off.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What sends the requests, left open; null for a handler with the system's proxy and no cookies.</summary>
    public HttpMessageHandler? Handler { get; init; }

    internal Func<TimeSpan, CancellationToken, Task> Wait { get; init; } = Task.Delay;

    internal HttpClient CreateClient()
    {
        HttpMessageHandler handler = Handler ?? new SocketsHttpHandler
        {
            // A .gz must arrive as it was published.
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(20),
            MaxAutomaticRedirections = 5,
            UseCookies = false,
        };
        HttpClient client = new(handler, disposeHandler: Handler is null) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("StnEngine");
        return client;
    }

    internal TimeSpan WaitAfter(int failures, TimeSpan? asked)
    {
        TimeSpan growing = FirstWait * Math.Pow(2, failures - 1);
        TimeSpan wait = asked > growing ? asked.Value : growing;
        return wait < LongestWait ? wait : LongestWait;
    }
}
