using Microsoft.AspNetCore.Http;
using StnEngine.Datasets;

namespace Stn.Serving;

/// <summary>Turns every failure below it into a <see cref="Problem"/>. What is our fault is told on the console, not to who asked.</summary>
internal sealed class ProblemAnswers(RequestDelegate next, ServeLimits limits, TextWriter error)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { StatusCode: >= 400, HasStarted: false, ContentType: null })
            {
                await Problem.WriteAsync(context.Response, context.Response.StatusCode, Unexplained(context));
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            (int status, string detail, int? retry) = Explain(e);
            await Problem.WriteAsync(context.Response, status, detail, retry);
        }
    }

    private static string Unexplained(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"There is nothing at {context.Request.Path}. What there is, GET /openapi.json tells.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} was asked of {context.Request.Path}, which knows {context.Response.Headers.Allow}. GET /openapi.json tells more.",
        StatusCodes.Status400BadRequest => $"The host '{context.Request.Host}' was asked for. This server listens for its own machine alone: ask for localhost, 127.0.0.1 or [::1].",
        _ => "This cannot be done. GET /openapi.json tells what can.",
    };

    private (int Status, string Detail, int? RetrySeconds) Explain(Exception e)
    {
        switch (e)
        {
            case RequestException refused:
                return (refused.Status, refused.Message, refused.RetrySeconds);
            case DatasetException bad:
                return (StatusCodes.Status400BadRequest, bad.Message, null);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return (StatusCodes.Status413PayloadTooLarge, $"The body is longer than {limits.BodyBytes} bytes. Make the picture smaller: the model's own size is enough, see GET /api/model.", null);
            case BadHttpRequestException bad:
                return (bad.StatusCode, bad.Message, null);
            default:
                error.WriteLine($"error: a request failed: {e}");
                return (StatusCodes.Status500InternalServerError, "The server failed on this request. What happened stands on its console.", null);
        }
    }
}
