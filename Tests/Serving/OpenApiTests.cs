using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Stn.Serving;
using StnEngine.Datasets;
using StnEngine.Datasets.Images;
using Xunit;

namespace StnEngine.Tests.Serving;

public sealed class OpenApiTests
{
    private static byte[] Digit => PredictionApiTests.Png(new ByteImage(28, 28, 1, Digits.Draw(1, 5).Image(0).ToArray()));

    [Fact]
    public async Task Document_OfTheServer_CoversEveryRoute()
    {
        using var model = new ServedModel();
        await using WebApplication application = PredictionServer.Create("http://127.0.0.1:0", model, new ServeLimits(), TextWriter.Null);
        await using RunningServer server = await RunningServer.OfAsync("cnn");
        JsonElement document = await server.GetAsync("openapi.json");
        Assert.Equal("3.1.0", document.GetProperty("openapi").GetString());
        IEnumerable<string> described = document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => $"{o.Name.ToUpperInvariant()} {p.Name}"));
        IEnumerable<string> served = ((IEndpointRouteBuilder)application).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText is { } path && (path.StartsWith("/api/", StringComparison.Ordinal) || path == "/openapi.json"))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Where(m => m != HttpMethods.Head).Select(m => $"{m} {e.RoutePattern.RawText}"));
        Assert.Equal(served.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("stn")]
    [InlineData("cnn")]
    [InlineData("paper-st-fcn-tps")]
    [InlineData("paper-2st-cnn-deep")]
    [InlineData("paper-2st-cnn-parallel")]
    public async Task Document_OfAnswers_IsTrue(string model)
    {
        await using RunningServer server = await RunningServer.OfAsync(model, "RTS");
        var check = new SchemaCheck(await server.GetAsync("openapi.json"));
        JsonElement answer = check.Answer("/api/predict", "post", "200", "application/json");
        check.Holds(answer, await server.PredictAsync(Digit));
        JsonElement explained = await server.PredictAsync(Digit, "?explain=true");
        check.Holds(answer, explained);
        check.Holds(check.Answer("/api/model", "get", "200", "application/json"), await server.GetAsync("api/model"));
        using HttpResponseMessage bad = await server.PostAsync([1], "image/png");
        check.Holds(check.Answer("/api/predict", "post", "400", "application/problem+json"), await bad.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));

        // The check itself must notice what is missing, wrong or unknown.
        foreach (Action<JsonObject> spoil in (Action<JsonObject>[])[o => o.Remove("label"), o => o["label"] = "7", o => o["more"] = 1])
        {
            JsonObject spoiled = JsonNode.Parse(explained.GetRawText())!.AsObject();
            spoil(spoiled);
            Assert.Single(check.Faults(answer, JsonSerializer.SerializeToElement(spoiled), "$"));
        }
    }

    [Fact]
    public void Document_OfATraining_IsTrue()
    {
        using var document = JsonDocument.Parse(Stn.Web.WebAsset.Read("openapi.json"));
        using var model = new ServedModel();
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            model.Write(json);
        }

        var check = new SchemaCheck(document.RootElement);
        using var training = JsonDocument.Parse(body.ToArray());
        check.Holds(check.Answer("/api/model", "get", "200", "application/json"), training.RootElement);
    }
}
