using Stn.Terminal;
using Stn.Training;
using StnEngine.Tests.Datasets;
using StnEngine.Tests.Datasets.Ppm;

namespace StnEngine.Tests.Programs.Reports;

/// <summary>Runs of a small network with a transformer on a few images of three classes, one of which has a name that would do harm in a page.</summary>
internal sealed class SmallRun : IDisposable
{
    public const string HarmfulClass = "<img src=x onerror=alert(1)>'\"&";
    private const int Trained = 40, Tested = 9;
    private readonly TemporaryFolder _folder = new();

    public SmallRun()
    {
        foreach ((string split, int count) in new[] { ("train", Trained), ("test", Tested) })
        {
            for (int i = 0; i < count; i++)
            {
                byte dark = (byte)(i % 20);
                _folder.Write(Path.Combine(Signs, split, HarmfulClass, $"{i}.ppm"), PpmFile.OneColour(30 + i, 25, dark));
                _folder.Write(Path.Combine(Signs, split, "light", $"{i}.ppm"), PpmFile.OneColour(25, 30 + i, (byte)(255 - dark)));
                _folder.Write(Path.Combine(Signs, split, "mixed", $"{i}.ppm"), PpmFile.WithBox(30, 30, (8 - (i % 5), 8, 22 - (i % 5), 22), (byte)(255 - dark), dark));
            }
        }
    }

    public string Signs => Path.Combine(_folder.Root, "signs");

    public string At(string name) => Path.Combine(_folder.Root, name);

    public GivenOptions Given(int epochs) => new(
        Dataset: "folder:" + Signs, Size: 28, Model: "stn", Epochs: epochs, BatchSize: 12, Optimizer: "adam", LearningRate: 0.003f, Schedule: "constant", Seed: 7);

    // Each line that the run prints is told to `line`, if given, before the run goes on.
    public async Task<string> Train(string name, GivenOptions given, RunSettings? settings = null, Action<string>? line = null, CancellationTokenSource? stop = null)
    {
        using var output = new ToldWriter(line);
        using var progress = new ProgressLine(output, interactive: false, width: 120);
        await new TrainingRun((settings ?? new RunSettings()) with { Device = "cpu", Threads = 2, Out = At(name) }, progress).RunAsync(given, stop?.Token ?? CancellationToken.None);
        return At(name);
    }

    public void Dispose() => _folder.Dispose();

    private sealed class ToldWriter(Action<string>? line) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            line?.Invoke(value ?? string.Empty);
        }
    }
}
