using Stn.Serving;
using StnEngine.Tests.Datasets;
using StnEngine.Tests.Programs;
using StnEngine.Tests.Serving;
using Xunit;

namespace StnEngine.Tests.Browser;

/// <summary>A browser, and a page behind which is a network that learned turned digits in a few epochs; nothing of it where there is no browser.</summary>
public sealed class TrainedPage : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private Chromium? _browser;
    private RunningServer? _server;

    internal Uri Address => _server!.Client.BaseAddress!;

    internal Chromium Browser
    {
        get
        {
            Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? string.Empty);
            return _browser!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Missing is not null)
        {
            return;
        }

        string run = Path.Combine(_folder.Root, "run");
        (int exitCode, _, string error) = await ProgramRun.Of("train", "--distort", "R", "--epochs", "4", "--learning-rate", "0.0007", "--out", run, "--device", "cpu");
        Assert.True(exitCode == 0, error);
        _server = await RunningServer.StartAsync(new ServeSettings(run, "http://127.0.0.1:0", "cpu", 0));
        _browser = await Chromium.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }
}
