using System.Text.Json;
using StnEngine.Datasets.Images;
using StnEngine.Datasets.Png;
using StnEngine.Tests.Serving;
using Xunit;

namespace StnEngine.Tests.Browser;

public sealed class PageTests(TrainedPage page) : IClassFixture<TrainedPage>
{
    private const string Answered = "document.body.dataset.state === 'answered'";
    private static readonly (double X, double Y)[] Seven = [(0.25, 0.22), (0.5, 0.21), (0.75, 0.22), (0.6, 0.5), (0.47, 0.82)];

    private Chromium Browser => page.Browser;

    [Fact]
    public async Task Page_ATurnedSevenDrawnWithTheMouse_IsReadAndStraightened()
    {
        await Browser.OpenAsync(page.Address);
        string example = await SeenAsync();
        await Browser.PressAsync("Tab");
        await Browser.AskAsync("document.getElementById('reset').click()");
        await Browser.DrawAsync("pad", [.. Seven.Select(p => Turn(p, 40))]);
        await Browser.UntilAsync(Answered);
        await Browser.KeepAsync("drawn");
        Assert.Equal("7", await Browser.TextAsync("best-class"));
        Assert.Contains("It turned the picture by", await Browser.TextAsync("sentence"), StringComparison.Ordinal);
        string turned = await SeenAsync();
        Assert.NotEqual(example, turned);
        Assert.NotEqual(turned, await Browser.AskAsync("document.getElementById('figure-input-0').toDataURL()").ContinueWith(t => t.Result.GetString(), TaskScheduler.Default));
        Assert.Equal(6, await CountAsync("#theta td"));
        Assert.Equal(4, await CountAsync("#figures canvas"));
        Assert.Equal(10, await CountAsync("#bars li"));

        // Turned back, the network has less to do: it sees something else again.
        await SlideAsync("turn", -40);
        Assert.NotEqual(turned, await SeenAsync());
        Assert.Equal("7", await Browser.TextAsync("best-class"));
        await SlideAsync("clutter", 9);
        await Browser.KeepAsync("clutter");
        Assert.Empty(Browser.Complaints);
    }

    [Fact]
    public async Task Page_ByKeyboardAlone_DrawsAndTurns()
    {
        await Browser.OpenAsync(page.Address);
        await FocusByTabAsync("reset");
        await Browser.PressAsync("Enter");
        await FocusByTabAsync("clear");
        await Browser.PressAsync("Enter");
        await Browser.UntilAsync("document.getElementById('best-class').textContent === '–'");

        // A one: from the pen's start in the upper middle straight down.
        await FocusByTabAsync("pad");
        await Browser.PressAsync("ArrowUp", 3);
        await Browser.PressAsync(" ");
        await Browser.PressAsync("ArrowDown", 17);
        await Browser.UntilAsync(Answered);
        await Browser.KeepAsync("keyboard");
        await Browser.PressAsync(" ");
        Assert.Equal("1", await Browser.TextAsync("best-class"));
        await Browser.UntilAsync("document.getElementById('announce').textContent.startsWith('1, ')");
        string upright = await SeenAsync();
        await FocusByTabAsync("turn");
        await Browser.PressAsync("ArrowRight", 30);
        await Browser.UntilAsync(Answered);
        Assert.Equal("30°", await Browser.TextAsync("turn-value"));
        Assert.NotEqual(upright, await SeenAsync());

        // And a digit that is drawn for those who would rather not.
        await FocusByTabAsync("draw-example");
        await Browser.PressAsync("Enter");
        await Browser.UntilAsync("document.getElementById('best-class').textContent !== '1'");
    }

    [Fact]
    public async Task Page_EveryControl_HasANameAndIsReachedByTab()
    {
        await Browser.OpenAsync(page.Address);
        JsonElement nameless = await Browser.AskAsync("""
            [...document.querySelectorAll('button, input, select, canvas[tabindex], [role=img]')].filter(e => e.offsetParent)
              .filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.[0]?.textContent.trim())).map(e => e.outerHTML)
            """);
        Assert.Empty(nameless.EnumerateArray());
        foreach (string id in (string[])["pad", "undo", "clear", "file", "example", "draw-example", "invert", "turn", "scale", "right", "down", "clutter", "reset", "spin"])
        {
            await FocusByTabAsync(id);
        }
    }

    [Fact]
    public async Task Page_OnANarrowScreen_NeverScrollsSideways()
    {
        foreach (bool isDark in (bool[])[false, true])
        {
            await Browser.OpenAsync(page.Address, 390, 844, isDark);
            Assert.Equal(390, (await Browser.AskAsync("document.documentElement.scrollWidth")).GetInt32());
            await Browser.KeepAsync($"narrow-{(isDark ? "dark" : "light")}");
        }

        await Browser.OpenAsync(page.Address, 320, 600);
        Assert.Equal(320, (await Browser.AskAsync("document.documentElement.scrollWidth")).GetInt32());
    }

    [Fact]
    public async Task Page_InBothThemes_HasTextThatStandsOut()
    {
        var pages = new HashSet<string>();
        foreach (bool isDark in (bool[])[false, true])
        {
            await Browser.OpenAsync(page.Address, isDark: isDark);
            await Browser.KeepAsync(isDark ? "dark" : "light");
            pages.Add((await Browser.AskAsync("getComputedStyle(document.body).backgroundColor")).GetString()!);

            // WCAG AA for text of usual size, on the card that it stands on.
            JsonElement contrasts = await Browser.AskAsync("""
                (() => {
                  const light = c => c.match(/[\d.]+/g).slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
                  const card = light(getComputedStyle(document.querySelector('.card')).backgroundColor);
                  return ['#best-class', '#best-share', '#sentence', '#bars .name', '#bars .share', 'figcaption', '#legend', 'label', 'button', '#pad-help'].map(s => {
                    const text = light(getComputedStyle(document.querySelector(s)).color);
                    return (Math.max(text, card) + 0.05) / (Math.min(text, card) + 0.05);
                  });
                })()
                """);
            Assert.All(contrasts.EnumerateArray(), c => Assert.InRange(c.GetDouble(), 4.5, 21));
        }

        Assert.Equal(2, pages.Count);
    }

    [Theory]
    [InlineData("cnn", 2, "no transformer")]
    [InlineData("paper-2st-cnn-parallel", 8, "2 transformers (Affine)")]
    [InlineData("paper-2st-cnn-deep", 4, "2 transformers (Affine)")]
    [InlineData("paper-st-fcn-tps", 2, "there is no Grad-CAM")]
    public async Task Page_OfAnotherNetwork_ShowsWhatThatHas(string model, int figures, string about)
    {
        _ = Browser;
        await using RunningServer server = await RunningServer.OfAsync(model, "RTS");
        await Browser.OpenAsync(server.Client.BaseAddress!);
        Assert.Contains(about, await Browser.TextAsync("about"), StringComparison.Ordinal);
        Assert.Equal(figures, await CountAsync("#figures canvas"));
        await Browser.KeepAsync(model);
        Assert.Empty(Browser.Complaints);
    }

    [Fact]
    public async Task Page_OfAColourNetwork_TakesAPictureFile()
    {
        _ = Browser;
        await using RunningServer server = await RunningServer.OfAsync("gtsrb-small-2st", dataset: "gtsrb");
        await Browser.OpenAsync(server.Client.BaseAddress!);
        Assert.Equal("–", await Browser.TextAsync("best-class"));
        Assert.Contains("draw here", (await Browser.AskAsync("getComputedStyle(document.getElementById('pad-frame'), '::after').content")).GetString()!, StringComparison.Ordinal);
        string file = Path.Combine(server.Checkpoint, "red.png");
        PngWriter.Write(file, new ByteImage(40, 60, 3, Enumerable.Range(0, 40 * 60 * 3).Select(i => (byte)(i % 3 == 0 ? 200 : i / 30)).ToArray()));
        await Browser.ChooseAsync("file", file);
        await Browser.UntilAsync($"{Answered} && document.getElementById('best-class').textContent !== '–'");
        await Browser.KeepAsync("colour");
        Assert.Equal(10, await CountAsync("#bars li"));
        JsonElement middle = await Browser.AskAsync("(c => [...c.getContext('2d').getImageData(c.width / 2, c.height / 2, 1, 1).data])(document.getElementById('figure-input-0'))");
        Assert.InRange(middle[0].GetInt32(), 195, 205);
        Assert.Equal("visible", await Browser.AskAsync("getComputedStyle(document.getElementById('colour')).visibility").ContinueWith(t => t.Result.GetString(), TaskScheduler.Default));
        await Browser.ChooseAsync("file", server.Checkpoint + "/model.safetensors");
        await Browser.UntilAsync("document.getElementById('problem').textContent.includes('is no picture that this browser can read')");
    }

    private static (double X, double Y) Turn((double X, double Y) point, double degrees)
    {
        (double sin, double cos) = Math.SinCos(double.DegreesToRadians(degrees));
        (double x, double y) = (point.X - 0.5, point.Y - 0.5);
        return (0.5 + (cos * x) - (sin * y), 0.5 + (sin * x) + (cos * y));
    }

    private async Task<string> SeenAsync()
    {
        await Browser.UntilAsync(Answered);
        return (await Browser.AskAsync("document.getElementById('figure-seen-0').toDataURL()")).GetString()!;
    }

    private async Task<int> CountAsync(string selector) => (await Browser.AskAsync($"document.querySelectorAll('{selector}').length")).GetInt32();

    private async Task SlideAsync(string id, int value)
    {
        await Browser.AskAsync($"(e => {{ e.value = {value}; e.dispatchEvent(new Event('input', {{ bubbles: true }})); }})(document.getElementById('{id}'))");
        await Browser.UntilAsync(Answered);
    }

    private async Task FocusByTabAsync(string id)
    {
        await Browser.AskAsync("document.activeElement.blur()");
        for (int i = 0; i < 40; i++)
        {
            await Browser.PressAsync("Tab");
            if ((await Browser.AskAsync("document.activeElement.id")).GetString() == id)
            {
                return;
            }
        }

        Assert.Fail($"Tab never came to #{id}.");
    }
}
