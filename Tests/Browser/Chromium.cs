using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using StnEngine.Tests.Datasets;

namespace StnEngine.Tests.Browser;

/// <summary>A headless Chromium with a profile of its own and one tab.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly Process _process;
    private readonly TemporaryFolder _profile;

    private Chromium(Process process, TemporaryFolder profile) => (_process, _profile) = (process, profile);

    /// <summary>Why tests that need one are skipped; null where one is found.</summary>
    public static string? Missing => Find() is null ? "No Chromium is on the PATH. Install one (Debian: apt-get install chromium), or name it in STN_CHROMIUM." : null;

    private DevTools Tools { get; set; } = null!;

    public static async Task<Chromium> StartAsync()
    {
        var profile = new TemporaryFolder();
        var start = new ProcessStartInfo(Find()!)
        {
            // As root there is no sandbox, and small machines have a small /dev/shm.
            ArgumentList =
            {
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
                "--hide-scrollbars", "--remote-debugging-port=0", $"--user-data-dir={profile.Root}", "about:blank",
            },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        var browser = new Chromium(Process.Start(start)!, profile);
        browser._process.BeginErrorReadLine();
        browser._process.BeginOutputReadLine();
        try
        {
            browser.Tools = await DevTools.ConnectAsync(await browser.TabAsync(), CancellationToken.None);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a page and waits until it has something to say.</summary>
    public async Task OpenAsync(Uri address, int width = 1280, int height = 900, bool isDark = false)
    {
        await ResizeAsync(width, height);
        await DarkenAsync(isDark);
        await Tools.SendAsync("Page.navigate", new { url = address.ToString() });
        await UntilAsync($"document.location.href.startsWith('{address}') && document.body?.dataset.state === 'answered'");
    }

    public Task ResizeAsync(int width, int height) =>
        Tools.SendAsync("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = false });

    public Task DarkenAsync(bool isDark) =>
        Tools.SendAsync("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-color-scheme", value = isDark ? "dark" : "light" } } });

    /// <summary>The value of an expression, or of the promise that it is.</summary>
    public async Task<JsonElement> AskAsync(string expression)
    {
        JsonElement answer = await Tools.SendAsync("Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true });
        return answer.TryGetProperty("exceptionDetails", out JsonElement failure) ? throw new InvalidOperationException($"{expression}: {failure}")
            : answer.GetProperty("result").TryGetProperty("value", out JsonElement value) ? value : default;
    }

    public async Task<string> TextAsync(string id) => (await AskAsync($"document.getElementById('{id}').textContent")).GetString()!;

    /// <summary>Waits until an expression is true.</summary>
    public async Task UntilAsync(string condition)
    {
        for (long start = Stopwatch.GetTimestamp(); (await AskAsync($"!!({condition})")).ValueKind != JsonValueKind.True; await Task.Delay(20))
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new TimeoutException($"It never came to be: {condition}. Complaints: {string.Join('\n', Tools.Complaints)}");
            }
        }
    }

    /// <summary>Draws a line on an element with the mouse, from point to point in shares of its extents.</summary>
    public async Task DrawAsync(string id, params (double X, double Y)[] points)
    {
        JsonElement box = await AskAsync($"(e => {{ e.scrollIntoView({{ block: 'center' }}); const b = e.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; }})(document.getElementById('{id}'))");
        double At(int i) => box[i].GetDouble();
        for (int i = 0; i < points.Length; i++)
        {
            await MouseAsync(i == 0 ? "mousePressed" : "mouseMoved", At(0) + (points[i].X * At(2)), At(1) + (points[i].Y * At(3)));
        }

        await MouseAsync("mouseReleased", At(0) + (points[^1].X * At(2)), At(1) + (points[^1].Y * At(3)));
    }

    /// <summary>Presses a key a number of times; its name is that of a KeyboardEvent.</summary>
    public async Task PressAsync(string key, int times = 1)
    {
        (string? text, int code) = key switch
        {
            " " => (" ", 32),
            "Enter" => ("\r", 13),
            "Tab" => (null, 9),
            "ArrowLeft" => (null, 37),
            "ArrowUp" => (null, 38),
            "ArrowRight" => (null, 39),
            "ArrowDown" => (null, 40),
            "Home" => (null, 36),
            _ => ((string?)null, 0),
        };
        for (int i = 0; i < times; i++)
        {
            await Tools.SendAsync("Input.dispatchKeyEvent", new { type = text is null ? "rawKeyDown" : "keyDown", key, text = text ?? string.Empty, windowsVirtualKeyCode = code });
            await Tools.SendAsync("Input.dispatchKeyEvent", new { type = "keyUp", key, windowsVirtualKeyCode = code });
        }
    }

    /// <summary>Chooses a file in a file input, as a person would in the dialog.</summary>
    public async Task ChooseAsync(string id, string file)
    {
        JsonElement input = await Tools.SendAsync("Runtime.evaluate", new { expression = $"document.getElementById('{id}')" });
        await Tools.SendAsync("DOM.setFileInputFiles", new { files = new[] { file }, objectId = input.GetProperty("result").GetProperty("objectId").GetString() });
    }

    /// <summary>Keeps a picture of the whole page where <c>STN_SHOTS</c> names a folder to look at them in.</summary>
    public async Task KeepAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("STN_SHOTS") is { Length: > 0 } folder)
        {
            JsonElement extents = await AskAsync("[innerWidth, document.documentElement.scrollHeight]");
            JsonElement shot = await Tools.SendAsync(
                "Page.captureScreenshot",
                new { captureBeyondViewport = true, clip = new { x = 0, y = 0, width = extents[0].GetInt32(), height = extents[1].GetInt32(), scale = 1 } });
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{name}.png"), shot.GetProperty("data").GetBytesFromBase64());
        }
    }

    /// <summary>Takes what scripts complained of so far.</summary>
    public IReadOnlyCollection<string> Complaints => Tools.Complaints;

    public async ValueTask DisposeAsync()
    {
        if (Tools is not null)
        {
            await Tools.DisposeAsync();
        }

        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        try
        {
            _profile.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A child that has not ended yet still writes there; the system's temporary folder is swept anyway.
        }
    }

    private static string? Find()
    {
        string[] names = Environment.GetEnvironmentVariable("STN_CHROMIUM") is { Length: > 0 } named ? [named] : ["chromium", "chromium-browser", "google-chrome"];
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        return names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    private Task<JsonElement> MouseAsync(string type, double x, double y) =>
        Tools.SendAsync("Input.dispatchMouseEvent", new { type, x, y, button = "left", buttons = type == "mouseReleased" ? 0 : 1, clickCount = 1 });

    // It writes the port that it took into its profile.
    private async Task<Uri> TabAsync()
    {
        string file = Path.Combine(_profile.Root, "DevToolsActivePort");
        for (long start = Stopwatch.GetTimestamp(); ; await Task.Delay(50))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new InvalidOperationException("Chromium did not start. Try it by hand: chromium --headless=new --no-sandbox --dump-dom about:blank");
            }

            if (File.Exists(file) && await File.ReadAllLinesAsync(file) is [{ Length: > 0 } port, { Length: > 0 }, ..])
            {
                using var client = new HttpClient();
                JsonElement targets = await client.GetFromJsonAsync<JsonElement>(new Uri($"http://127.0.0.1:{port}/json/list"));
                if (targets.EnumerateArray().FirstOrDefault(t => t.GetProperty("type").GetString() == "page") is { ValueKind: JsonValueKind.Object } tab)
                {
                    return new Uri(tab.GetProperty("webSocketDebuggerUrl").GetString()!);
                }
            }
        }
    }
}
