using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StnEngine.Datasets;
using StnEngine.Datasets.Images;
using StnEngine.Datasets.Png;

namespace Stn.Serving;

/// <summary>What programs, and the page, ask: see <c>Stn/Web/openapi.json</c>.</summary>
internal sealed class PredictionApi(ServedModel model, ServeLimits limits)
{
    private const string JsonType = "application/json";
    private int _taken;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/model", context => WriteAsync(context, model.Write));
        routes.MapPost("/api/predict", PredictAsync);
        routes.MapGet("/api/digits/{digit}", DigitAsync);
    }

    private static bool Flag(HttpRequest request, string name) => request.Query[name].ToString() switch
    {
        "" or "false" => false,
        "true" => true,
        string given => throw RequestException.Bad($"{name}={given} was given where true or false was wanted."),
    };

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            write(json);
        }

        (context.Response.ContentType, context.Response.ContentLength) = (JsonType, body.Length);
        await context.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), context.RequestAborted);
    }

    // One of the built-in digits; another seed, another hand.
    private static async Task DigitAsync(HttpContext context)
    {
        string? given = context.Request.RouteValues["digit"] as string;
        string seed = context.Request.Query["seed"].ToString();
        if (given is not [>= '0' and <= '9'] || !ulong.TryParse(seed.Length == 0 ? "1" : seed, NumberStyles.None, CultureInfo.InvariantCulture, out ulong parsed))
        {
            throw RequestException.Bad($"The digit '{given}' of seed '{seed}' was asked for where 0 to 9 and a whole number were wanted.");
        }

        ImageSet ten = Digits.Draw(Digits.ClassNames.Count, parsed);
        int at = ten.Labels.IndexOf((byte)(given[0] - '0'));
        using var file = new MemoryStream();
        PngWriter.Write(file, PngPicture.Of(new ByteImage(Digits.Size, Digits.Size, 1, ten.Image(at).ToArray())));
        (context.Response.ContentType, context.Response.ContentLength) = ("image/png", file.Length);
        await context.Response.Body.WriteAsync(file.GetBuffer().AsMemory(0, (int)file.Length), context.RequestAborted);
    }

    private async Task<SentPicture> ReadAsync(HttpContext context)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(limits.Patience);
        try
        {
            return await SentPicture.ReadAsync(context.Request, patience.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw new RequestException(
                StatusCodes.Status408RequestTimeout, FormattableString.Invariant($"The body did not arrive within {limits.Patience.TotalSeconds:0.#} seconds. Send it again, or a smaller one: GET /api/model has the size that is enough."));
        }
    }

    private async Task PredictAsync(HttpContext context)
    {
        ModelWorker worker = model.Worker;
        try
        {
            // Before a byte of the body is read.
            if (Interlocked.Increment(ref _taken) > limits.Places)
            {
                throw RequestException.Busy($"{limits.Places} pictures are in the house already. Ask again in a second.", 1);
            }

            await PredictAsync(context, worker);
        }
        finally
        {
            Interlocked.Decrement(ref _taken);
        }
    }

    private async Task PredictAsync(HttpContext context, ModelWorker worker)
    {
        (bool whole, bool explain) = (Flag(context.Request, "whole"), Flag(context.Request, "explain"));
        var question = new PictureQuestion(await ReadAsync(context), whole, explain);
        double milliseconds = 0;
        PictureAnswer answer = await worker.AskAsync(
            trained =>
            {
                long start = Stopwatch.GetTimestamp();
                PictureAnswer found = question.Answer(trained, limits.Pixels);
                milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                return found;
            },
            context.RequestAborted);
        context.Response.Headers["Server-Timing"] = FormattableString.Invariant($"model;dur={milliseconds:F2}");
        await WriteAsync(context, answer.Write);
    }
}
