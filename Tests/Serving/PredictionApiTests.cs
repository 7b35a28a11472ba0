using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using StnEngine.Datasets;
using StnEngine.Datasets.Images;
using StnEngine.Datasets.Png;
using StnEngine.Tests.Datasets.Png;
using StnEngine.Tests.Programs;
using Xunit;

namespace StnEngine.Tests.Serving;

public sealed class PredictionApiTests
{
    private const int Side = 28;
    private static readonly byte[] Pixels = Digits.Draw(1, 5).Image(0).ToArray();

    private static byte[] Digit => Png(new ByteImage(Side, Side, 1, Pixels));

    [Theory]
    [InlineData("stn", "RTS")]
    [InlineData("stn", "none")]
    [InlineData("cnn", "RTS")]
    [InlineData("paper-2st-cnn-parallel", "none")]
    [InlineData("paper-2st-cnn-deep", "none")]
    public async Task Predict_PngAndJson_SayWhatTheCommandSays(string model, string distort)
    {
        await using RunningServer server = await RunningServer.OfAsync(model, distort);
        string file = Path.Combine(server.Checkpoint, "digit.png");
        File.WriteAllBytes(file, Digit);
        (int exitCode, string output, string error) = await ProgramRun.Of("predict", server.Checkpoint, file, "--json", "--device", "cpu");
        Assert.True(exitCode == 0, error);
        JsonElement wanted = JsonDocument.Parse(output).RootElement;
        JsonElement fromPng = await server.PredictAsync(Digit);
        foreach (JsonElement given in (JsonElement[])[fromPng, await Json(server, PixelJson()), await Json(server, $$"""{"png":"{{Convert.ToBase64String(Digit)}}"}""")])
        {
            Assert.Equal(fromPng.ToString(), given.ToString());
        }

        Assert.Equal((Text(wanted, "class"), Text(wanted, "label"), Text(wanted, "probability")), (Text(fromPng, "class"), Text(fromPng, "label"), Text(fromPng, "probability")));
        foreach ((JsonElement transformer, JsonElement asPredicted) in fromPng.GetProperty("transformers").EnumerateArray().Zip(wanted.GetProperty("transformers").EnumerateArray()))
        {
            Assert.All(["path", "family", "parameters"], name => Assert.Equal(Text(asPredicted, name), Text(transformer, name)));
        }

        // Explaining must not change the answer.
        JsonElement explained = await server.PredictAsync(Digit, "?explain=true");
        Assert.Equal(Text(fromPng, "probabilities"), Text(explained, "probabilities"));
        Assert.Equal(1, fromPng.GetProperty("probabilities").EnumerateArray().Sum(c => c.GetProperty("probability").GetDouble()), 1e-5);
    }

    [Fact]
    public async Task Predict_Explained_SendsWhatWasSeenAndTheHeatOnIt()
    {
        await using RunningServer server = await RunningServer.OfAsync("paper-2st-cnn-parallel", "RTS");
        JsonElement answer = await server.PredictAsync(Digit, "?explain=true");
        JsonElement explanation = answer.GetProperty("explanation");
        StrictPng input = Picture(explanation.GetProperty("input"));
        Assert.Equal((42, 42), (input.Width, input.Height));
        Assert.Equal([.. Pixels.Select(p => (int)p)], Cut(input, 7, Side));
        Assert.Equal(2, explanation.GetProperty("heat_on_input").GetArrayLength());
        Assert.Equal(42, Picture(explanation.GetProperty("heat_on_input")[1]).Width);
        StrictPng seen = Picture(answer.GetProperty("transformers")[0].GetProperty("picture"));
        Assert.Equal(seen.Width, Picture(explanation.GetProperty("heat_on_seen")).Width);
        Assert.NotEqual(input.Samples, seen.Samples);
        Assert.Equal(4, answer.GetProperty("transformers")[1].GetProperty("frame").GetArrayLength());
    }

    [Fact]
    public async Task Predict_ATransformerOnFeatureMaps_HasNeitherFrameNorPicture()
    {
        await using RunningServer server = await RunningServer.OfAsync("paper-2st-cnn-deep");
        JsonElement[] transformers = [.. (await server.PredictAsync(Digit, "?explain=true")).GetProperty("transformers").EnumerateArray()];
        Assert.Equal([JsonValueKind.Array, JsonValueKind.Null], transformers.Select(t => t.GetProperty("frame").ValueKind));
        Assert.Equal([true, false], transformers.Select(t => t.TryGetProperty("picture", out _)));
    }

    [Fact]
    public async Task Predict_WithoutConvolutions_LeavesTheHeatOut()
    {
        await using RunningServer server = await RunningServer.OfAsync("paper-st-fcn-affine");
        JsonElement explanation = (await server.PredictAsync(Digit, "?explain=true")).GetProperty("explanation");
        Assert.Equal(["input"], explanation.EnumerateObject().Select(p => p.Name));
        Assert.False((await server.GetAsync("api/model")).GetProperty("explains").GetBoolean());
    }

    [Fact]
    public async Task Predict_AWholePicture_FillsWhatTheModelSees()
    {
        await using RunningServer server = await RunningServer.OfAsync("stn", "RTS");
        byte[] white = Png(new ByteImage(84, 84, 1, Enumerable.Repeat(byte.MaxValue, 84 * 84).ToArray()));
        StrictPng whole = Picture((await server.PredictAsync(white, "?explain=true&whole=true")).GetProperty("explanation").GetProperty("input"));
        StrictPng laid = Picture((await server.PredictAsync(white, "?explain=true")).GetProperty("explanation").GetProperty("input"));
        Assert.All(whole.Samples, s => Assert.Equal(255, s));
        Assert.Equal(Side * Side, laid.Samples.Count(s => s == 255));
    }

    [Theory]
    [InlineData(400, "at byte 0 is", "image/png", "not a picture")]
    [InlineData(400, "GIF", "image/png", "R0lGODlh as GIF")]
    [InlineData(415, "image/png or application/json was wanted", "text/plain", "x")]
    [InlineData(415, "image/png or application/json was wanted", null, "x")]
    [InlineData(400, "cannot be read as JSON at", "application/json", "{")]
    [InlineData(400, "cannot be read as JSON at $.height", "application/json", """{"height":"tall"}""")]
    [InlineData(400, "cannot be read as JSON at $.colour", "application/json", """{"colour":1}""")]
    [InlineData(400, "is null", "application/json", "null")]
    [InlineData(400, "neither png nor all of width, height and pixels", "application/json", """{"width":28}""")]
    [InlineData(400, "width 2, height 2 and channels 1 comes with 3 pixels", "application/json", """{"width":2,"height":2,"pixels":[1,2,3]}""")]
    [InlineData(400, "channels 2", "application/json", """{"width":1,"height":1,"channels":2,"pixels":[1,2]}""")]
    [InlineData(400, "width 2147483647, height 2147483647", "application/json", """{"width":2147483647,"height":2147483647,"pixels":[1]}""")]
    [InlineData(400, "pixels[1] is 256", "application/json", """{"width":2,"height":1,"pixels":[255,256]}""")]
    [InlineData(400, "one of them was wanted", "application/json", """{"png":"AAAA","width":2}""")]
    public async Task Predict_BadBody_SaysWhatWasWanted(int status, string message, string? type, string body)
    {
        await using RunningServer server = await RunningServer.OfAsync("cnn");
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        string wanted = message == "GIF" ? "Give a PNG file" : message;
        using HttpResponseMessage response = await server.PostAsync(bytes, type);
        await ProblemIs(response, status, wanted);
    }

    [Fact]
    public async Task Predict_BadFlag_SaysWhatWasWanted()
    {
        await using RunningServer server = await RunningServer.OfAsync("cnn");
        using HttpResponseMessage response = await server.PostAsync(Digit, "image/png", "?explain=yes");
        await ProblemIs(response, 400, "explain=yes was given where true or false was wanted");
    }

    [Fact]
    public async Task Predict_TooLargeABodyOrPicture_IsRefused()
    {
        await using RunningServer server = await RunningServer.OfAsync("cnn", limits: new() { BodyBytes = 10_000, Pixels = 1_000 });
        using (HttpResponseMessage response = await server.PostAsync(new byte[10_001], "image/png"))
        {
            await ProblemIs(response, 413, "longer than 10000 bytes");
        }

        using (HttpResponseMessage response = await server.PostAsync(Png(new ByteImage(40, 40, 1, new byte[1600])), "image/png"))
        {
            await ProblemIs(response, 400, "the extents are 40x40 where at most 1000 pixels were wanted");
        }

        Assert.Equal("0123456789", string.Concat((await server.PredictAsync(Digit)).GetProperty("probabilities").EnumerateArray().Select(c => Text(c, "class"))));
    }

    [Fact]
    public async Task Digits_OfASeed_AreTheBuiltInOnes()
    {
        await using RunningServer server = await RunningServer.OfAsync("cnn");
        ImageSet ten = Digits.Draw(10, 3);
        byte[] file = await server.Client.GetByteArrayAsync(new Uri("api/digits/7?seed=3", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal([.. ten.Image(ten.Labels.IndexOf((byte)7)).ToArray().Select(p => (int)p)], StrictPng.Read(file).Samples);
        foreach (string path in (string[])["api/digits/10", "api/digits/..%2f..%2fetc", "api/digits/7?seed=x"])
        {
            using HttpResponseMessage response = await server.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            await ProblemIs(response, 400, "where 0 to 9 and a whole number were wanted");
        }
    }

    internal static async Task ProblemIs(HttpResponseMessage response, int status, string message)
    {
        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonElement problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Contains(message, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    internal static byte[] Png(ByteImage image)
    {
        using var file = new MemoryStream();
        PngWriter.Write(file, PngPicture.Of(image));
        return file.ToArray();
    }

    private static string Text(JsonElement e, string name) => e.GetProperty(name).ToString();

    private static StrictPng Picture(JsonElement base64) => StrictPng.Read(base64.GetBytesFromBase64());

    private static int[] Cut(StrictPng picture, int margin, int side) =>
        [.. Enumerable.Range(0, side * side).Select(i => picture.Samples[((margin + (i / side)) * picture.Width) + margin + (i % side)])];

    private static string PixelJson() =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"width":{{Side}},"height":{{Side}},"pixels":[{{string.Join(',', Pixels)}}]}""");

    private static async Task<JsonElement> Json(RunningServer server, string body)
    {
        using HttpResponseMessage response = await server.PostAsync(Encoding.UTF8.GetBytes(body), "application/json; charset=utf-8");
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
