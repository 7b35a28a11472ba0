using System.Net.Http.Headers;
using System.Text.Json;
using Stn.Serving;
using StnEngine.Tests.Datasets;
using StnEngine.Tests.Programs;

namespace StnEngine.Tests.Serving;

/// <summary>The `serve` command in this process, on a free port, with a model that was never trained.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly TemporaryFolder? _folder;
    private readonly Task _run;

    private RunningServer(ServeSettings settings, TemporaryFolder? folder)
    {
        _folder = folder;
        Checkpoint = settings.Checkpoint ?? string.Empty;
        var run = new ServeRun(settings, TextWriter.Synchronized(_output), TextWriter.Synchronized(_error));
        _run = run.RunAsync(_stop.Token);
        Address = run.Address;
    }

    public HttpClient Client { get; } = new();

    public string Checkpoint { get; }

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    private Task<Uri> Address { get; }

    public static Task<RunningServer> OfAsync(string model, string distort = "none", ServeLimits? limits = null, string url = "http://127.0.0.1:0", string dataset = "digits")
    {
        var folder = new TemporaryFolder();
        string checkpoint = SmallCheckpoint.Write(Path.Combine(folder.Root, "run"), model, distort, startNoise: 0.5f, dataset);
        return StartAsync(new ServeSettings(checkpoint, url, "cpu", 1) { Limits = limits ?? new ServeLimits() }, folder);
    }

    public static async Task<RunningServer> StartAsync(ServeSettings settings, TemporaryFolder? folder = null)
    {
        var server = new RunningServer(settings, folder);
        await await Task.WhenAny(server._run, server.Address);
        server.Client.BaseAddress = await server.Address;
        return server;
    }

    public async Task<JsonElement> PredictAsync(byte[] png, string query = "")
    {
        using HttpResponseMessage response = await PostAsync(png, "image/png", query);
        string body = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonDocument.Parse(body).RootElement : throw new InvalidOperationException(body);
    }

    public Task<HttpResponseMessage> PostAsync(byte[] body, string? type, string query = "")
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return Client.PostAsync(new Uri($"api/predict{query}", UriKind.Relative), content);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using HttpResponseMessage response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        response.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
        Client.Dispose();
        _folder?.Dispose();
    }
}
