using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Stn.Web;

namespace Stn.Reports.Live;

/// <summary>Serves a page that changes: <c>/</c> is the page, <c>/events</c> what happens, <c>/fragments/NAME</c> a part of the page as it is now.</summary>
/// <param name="page">Asked for the page as it is now.</param>
/// <param name="feed">What happens.</param>
internal sealed class LiveServer(Func<LivePage> page, EventFeed feed) : IAsyncDisposable
{
    private const string Html = "text/html; charset=utf-8";
    private readonly CancellationTokenSource _closing = new();
    private WebApplication? _application;

    /// <summary>Where it listens, once it does.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Starts to listen.</summary>
    /// <param name="url">A loopback address; port 0 takes a free one.</param>
    /// <param name="stop">Ends the start.</param>
    /// <exception cref="UserException">It is no such address, or cannot be had.</exception>
    public async Task StartAsync(string url, CancellationToken stop)
    {
        WebApplicationBuilder builder = LocalServer.CreateBuilder(url);
        if (!LocalServer.IsLoopback(new Uri(url)))
        {
            throw new UserException($"--watch-url {url}: a training is shown on this machine only, as http://127.0.0.1:5081. From another one, forward the port through SSH.");
        }

        _application = builder.Build();
        _application.UseHostFiltering();
        _application.Use(Guard);
        _application.UseRouting();
        _application.MapGet("/", (RequestDelegate)(context => WriteAsync(context, page().ToHtml())));
        _application.MapGet("/fragments/{name}", (RequestDelegate)WriteFragmentAsync);
        _application.MapGet("/events", (RequestDelegate)WriteEventsAsync);
        Address = await LocalServer.StartAsync(_application, stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        if (_application is not null)
        {
            await _application.StopAsync();
            await _application.DisposeAsync();
        }

        _closing.Dispose();
    }

    private static Task Guard(HttpContext context, RequestDelegate next)
    {
        LocalServer.Guard(context.Response.Headers, Page.LivePolicy);
        return next(context);
    }

    private static Task WriteAsync(HttpContext context, string html)
    {
        context.Response.ContentType = Html;
        return context.Response.WriteAsync(html, context.RequestAborted);
    }

    private Task WriteFragmentAsync(HttpContext context)
    {
        if (page().Sections.FirstOrDefault(s => s.Name == (string?)context.Request.RouteValues["name"]) is { } section)
        {
            return WriteAsync(context, section.ToHtml());
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task WriteEventsAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _closing.Token);
        try
        {
            await foreach (LiveEvent happened in feed.ListenAsync(() => new LiveEvent("hello") { Version = page().Version }, leave.Token))
            {
                await context.Response.WriteAsync(happened.ToText(), leave.Token);
                await context.Response.Body.FlushAsync(leave.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page is closed, or the run is over.
        }
    }
}
