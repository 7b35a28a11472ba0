using System.Net;
using System.Text;
using StnEngine.Tests.Datasets.Png;
using StnEngine.Tests.Serving;
using Xunit;

namespace StnEngine.Tests.Mutations;

public sealed class ApiMutationTests
{
    private static readonly string[] Queries = ["", "?explain=true", "?whole=true", "?whole=1", "?explain=true&explain=false", "?%00"];
    private static readonly string?[] Types = ["image/png", "application/json", "application/json; charset=utf-16", "text/plain", "IMAGE/PNG; a=b", null];

    [Fact]
    public async Task Predict_OfAMutatedBody_AnswersOrSaysWhatIsWrong()
    {
        await using RunningServer server = await RunningServer.OfAsync("cnn");
        TinyPng picture = TinyPng.Noise(0, 8, 6, 6);
        byte[] png = picture.File();
        (string Type, byte[] Body)[] valid =
        [
            ("image/png", png), ("application/json", Encoding.UTF8.GetBytes($$"""{"png":"{{Convert.ToBase64String(png)}}"}""")),
            ("application/json", """{"width":3,"height":2,"channels":1,"pixels":[0,1,2,100,200,255]}"""u8.ToArray()),
        ];
        int refused = 0;
        for (int seed = 0; seed < MutationRun.Count; seed++)
        {
            var m = new Mutator(seed, [.. JsonText.Words, "\"width\":", "\"pixels\":", "16384", "2147483647", "\"png\":\"\","]);
            (string type, byte[] body) = valid[m.Next(valid.Length)];
            byte[] broken = type != "image/png" || m.Next(3) == 0 ? m.Apply(body)
                : TinyPng.File(picture.ChunksWith(m.Next(2) == 0 ? m.Apply(TinyPng.Zlib(picture.Data())) : TinyPng.Zlib(m.Apply(picture.Data()))));
            using HttpResponseMessage response = await server.PostAsync(broken, m.Next(10) == 0 ? Types[m.Next(Types.Length)] : type, Queries[m.Next(8) == 0 ? m.Next(Queries.Length) : 0]);
            string answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType, $"Seed {seed}: {response.StatusCode} {answer}\n{Convert.ToBase64String(broken)}");
            Assert.True(answer.Length < 10_000, $"Seed {seed}: an answer of {answer.Length} characters.");
            if (!response.IsSuccessStatusCode)
            {
                Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
                refused++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{MutationRun.Count} mutations: {MutationRun.Count - refused} answered, {refused} refused.");
        Assert.InRange(refused, MutationRun.Count / 20, MutationRun.Count - (MutationRun.Count / 200));
        Assert.Empty(server.Error);
    }
}
