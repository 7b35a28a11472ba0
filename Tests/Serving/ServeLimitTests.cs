using System.Net;
using System.Net.Sockets;
using System.Text;
using Stn.Serving;
using StnEngine.Datasets.Images;
using Xunit;

namespace StnEngine.Tests.Serving;

/// <summary>Those who open connections, send slowly, or send what would be large.</summary>
public sealed class ServeLimitTests
{
    private const string HalfAPost = "POST /api/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 100\r\n\r\nhalf";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static byte[] Black => PredictionApiTests.Png(new ByteImage(28, 28, 1, new byte[28 * 28]));

    [Fact]
    public async Task Serve_IdleConnections_KeepNobodyOut()
    {
        await using RunningServer server = await RunningServer.OfAsync("cnn");
        var idle = new List<TcpClient>();
        try
        {
            for (int i = 0; i < 200; i++)
            {
                idle.Add(await ConnectAsync(server, string.Empty));
            }

            await server.PredictAsync(Black);
        }
        finally
        {
            idle.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task Serve_AnIdleConnection_IsClosed()
    {
        await using RunningServer server = await RunningServer.OfAsync("cnn", limits: new ServeLimits { Idle = TimeSpan.FromMilliseconds(200) });
        using TcpClient client = await ConnectAsync(server, string.Empty);
        Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1], Stop));
    }

    [Theory]
    [InlineData("")]
    [InlineData("POST /api/pre")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX: ")]
    [InlineData(HalfAPost)]
    public async Task Serve_ASlowRequest_IsNotWaitedFor(string begun)
    {
        await using RunningServer server = await RunningServer.OfAsync("cnn", limits: new ServeLimits { Patience = TimeSpan.FromMilliseconds(300), Idle = TimeSpan.FromMilliseconds(300) });
        using TcpClient client = await ConnectAsync(server, begun);
        using var reader = new StreamReader(client.GetStream());
        string? answer = await reader.ReadLineAsync(Stop);
        Assert.True(begun.Length == 0 ? answer is null : answer?.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task Serve_WhenAllPlacesAreTakenBySlowBodies_AsksToComeBack()
    {
        await using RunningServer server = await RunningServer.OfAsync("cnn", limits: new ServeLimits { Waiting = 1 });
        var slow = new List<TcpClient> { await ConnectAsync(server, HalfAPost) };
        HttpResponseMessage response = await server.PostAsync(Black, "image/png");
        for (; response.StatusCode == HttpStatusCode.OK; response = await server.PostAsync(Black, "image/png"))
        {
            // Not all of them have arrived yet, or the first are not waited for any more.
            response.Dispose();
            slow.Add(await ConnectAsync(server, HalfAPost));
        }

        using (response)
        {
            await PredictionApiTests.ProblemIs(response, 503, "2 pictures are in the house already");
            Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        }

        // The page itself needs no place.
        using HttpResponseMessage page = await server.Client.GetAsync(new Uri("/", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        slow.ForEach(client => client.Dispose());
        do
        {
            response = await server.PostAsync(Black, "image/png");
            response.Dispose();
        }
        while (response.StatusCode == HttpStatusCode.ServiceUnavailable);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(server.Error);
    }

    [Fact]
    public async Task Serve_AChunkedBodyWithoutEnd_IsRefusedAtItsLimit()
    {
        await using RunningServer server = await RunningServer.OfAsync("cnn", limits: new ServeLimits { BodyBytes = 10_000 });
        using TcpClient client = await ConnectAsync(server, "POST /api/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 11; i++)
        {
            await SendAsync(client, $"400\r\n{new string('x', 0x400)}\r\n");
        }

        using var reader = new StreamReader(client.GetStream());
        Assert.StartsWith("HTTP/1.1 413", await reader.ReadLineAsync(Stop), StringComparison.Ordinal);
    }

    // On a square such a strip would be thousands of times as large, or more than can be counted.
    [Theory]
    [InlineData(ByteImage.MostExtent, 1, true)]
    [InlineData(1, ByteImage.MostExtent, true)]
    [InlineData(2_000_000, 1, false)]
    [InlineData(1, ByteImage.MostExtent + 1, false)]
    public async Task Serve_APictureThatIsAStrip_IsAnsweredOrRefused(int width, int height, bool good)
    {
        await using RunningServer server = await RunningServer.OfAsync("cnn", dataset: "cifar10");
        string json = $$"""{"width":{{width}},"height":{{height}},"pixels":[{{string.Join(',', new int[width * height])}}]}""";
        using HttpResponseMessage response = await server.PostAsync(Encoding.UTF8.GetBytes(json), "application/json");
        Assert.Equal(good ? HttpStatusCode.OK : HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(server.Error);
    }

    private static async Task<TcpClient> ConnectAsync(RunningServer server, string begun)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Client.BaseAddress!.Port, Stop);
        await SendAsync(client, begun);
        return client;
    }

    private static Task SendAsync(TcpClient client, string text) => client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), Stop).AsTask();
}
