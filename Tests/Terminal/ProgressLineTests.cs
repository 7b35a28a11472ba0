using System.Globalization;
using System.Text;
using Stn.Terminal;
using Xunit;

namespace StnEngine.Tests.Terminal;

public sealed class ProgressLineTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly StringWriter _output = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Update_OnATerminal_DrawsBarPercentSpeedTimeAndLoss()
    {
        using ProgressLine progress = new(_output, interactive: true, 80, _time);
        progress.Update(2, 3, 0, 40_000, () => 0.5);
        _time.Advance(1000);
        progress.Update(2, 3, 10_000, 40_000, () => 0.12345);
        Assert.Equal("\repoch 2/3 ███░░░░░░░░░░░░  25%   10,000 images/s  00:07 left  loss 0.1235", Drawings()[^1]);
    }

    [Fact]
    public void Update_BeforeThereIsASpeed_AdmitsIt()
    {
        using ProgressLine progress = new(_output, interactive: true, 80, _time);
        progress.Update(1, 3, 64, 40_000, () => double.NaN);
        Assert.Contains("0 images/s  --:-- left  loss NaN", Drawings()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Update_HoursToGo_ShowsHours()
    {
        using ProgressLine progress = new(_output, interactive: true, 80, _time);
        progress.Update(1, 1, 0, 7384, () => 1);
        _time.Advance(1000);
        progress.Update(1, 1, 1, 7384, () => 1);
        Assert.Contains(" 2:03:03 left", Drawings()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Update_EveryMillisecond_DrawsTenTimesASecond()
    {
        using ProgressLine progress = new(_output, interactive: true, 80, _time);
        for (int i = 0; i < 3000; i++)
        {
            progress.Update(1 + (i / 1000), 3, i % 1000, 1000, () => 1);
            _time.Advance(1);
        }
        Assert.Equal(30, Drawings().Length);
    }

    [Fact]
    public void Update_WithoutDrawing_AllocatesNothing()
    {
        using ProgressLine progress = new(_output, interactive: true, 80, _time);
        Func<double> loss = () => 1;
        progress.Update(1, 1, 0, 1000, loss);
        progress.Update(1, 1, 1, 1000, loss);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            progress.Update(1, 1, i, 1000, loss);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Update_AfterAPauseBetweenEpochs_LeavesItOutOfTheSpeed()
    {
        using ProgressLine progress = new(_output, interactive: true, 80, _time);
        for (int i = 1; i <= 8; i++)
        {
            _time.Advance(i == 5 ? 60_000 : 250);
            progress.Update(i <= 4 ? 1 : 2, 2, 250 * (i <= 4 ? i : i - 4), 1000, () => 1);
        }
        Assert.Contains("1,167 images/s", Drawings()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Update_AChangeOfSpeed_IsForgottenAfterAWhile()
    {
        using ProgressLine progress = new(_output, interactive: true, 80, _time);
        for (int i = 0; i < 200; i++)
        {
            progress.Update(1, 1, i < 100 ? 100 * i : 10_000 + (10 * (i - 100)), 20_000, () => 1);
            _time.Advance(100);
        }
        Assert.Contains("   100 images/s", Drawings()[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(80)]
    [InlineData(500)]
    public void Update_AnyWidth_StaysOnOneLine(int width)
    {
        using ProgressLine progress = new(_output, interactive: true, width, _time);
        progress.Update(123, 1000, 999, 1000, () => 1e12);
        _time.Advance(100);
        progress.Update(123, 1000, 1000, 1000, () => 1);
        Assert.All(Drawings(), drawing => Assert.InRange(drawing.Length - 1, 0, Math.Max(0, width - 1)));
    }

    [Fact]
    public void Update_AShorterLine_WipesOffTheLongerOne()
    {
        using ProgressLine progress = new(_output, interactive: true, 100, _time);
        progress.Update(1, 1, 1, 10, () => 1e9);
        _time.Advance(100);
        progress.Update(1, 1, 1, 10, () => 1);
        string[] drawings = Drawings();
        Assert.Equal(drawings[0].Length, drawings[1].Length);
        Assert.EndsWith("loss 1.0000         ", drawings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Update_ATerminalWithoutUnicode_GetsAnAsciiBar()
    {
        using MemoryStream stream = new();
        using StreamWriter ascii = new(stream, Encoding.ASCII);
        using ProgressLine progress = new(ascii, interactive: true, 80, _time);
        progress.Update(1, 1, 5, 10, () => 1);
        Assert.StartsWith("\repoch 1/1 #######........  50%", Encoding.ASCII.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Line_OnATerminal_TakesTheBarsPlace()
    {
        using ProgressLine progress = new(_output, interactive: true, 80, _time);
        progress.Update(1, 1, 5, 10, () => 1);
        int drawn = _output.ToString().Length - 1;
        progress.Line("epoch 1 done");
        Assert.EndsWith("\r" + new string(' ', drawn) + "\repoch 1 done\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Output_ThatIsNoTerminal_GetsPlainLinesOnly()
    {
        using (ProgressLine progress = new(_output, interactive: false, 10, _time))
        {
            progress.Update(1, 1, 5, 10, () => 1);
            progress.Line("a line longer than ten columns");
            _time.Advance(1000);
            progress.Update(1, 1, 10, 10, () => 1);
            progress.Line("b");
        }
        Assert.Equal("a line longer than ten columns\nb\n", _output.ToString());
    }

    [Fact]
    public void Dispose_WhileTheBarStands_WipesItOnce()
    {
        ProgressLine progress = new(_output, interactive: true, 80, _time);
        progress.Update(1, 1, 5, 10, () => 1);
        progress.Dispose();
        string output = _output.ToString();
        Assert.EndsWith(" \r", output, StringComparison.Ordinal);
        progress.Dispose();
        Assert.Equal(output, _output.ToString());
    }

    private string[] Drawings() => [.. _output.ToString().Split('\r')[1..].Select(drawing => "\r" + drawing)];
}
