using StnEngine.Datasets;
using StnEngine.Datasets.Images;
using StnEngine.Datasets.Png;
using StnEngine.Tests.Datasets;
using StnEngine.Tests.Datasets.Png;
using Xunit;

namespace StnEngine.Tests.Programs;

/// <summary>The commands <c>gradcam</c> and <c>visualize</c>.</summary>
public sealed class ExplainTests : IDisposable
{
    private const int Side = 28;
    private static readonly ImageSet Digits = StnEngine.Datasets.Digits.Draw(2, 5);
    private readonly TemporaryFolder _folder = new();

    public ExplainTests()
    {
        Directory.CreateDirectory(At("in"));
        for (int i = 0; i < Digits.Count; i++)
        {
            PngWriter.Write(At($"in/{i}.png"), new ByteImage(Side, Side, 1, Digits.Image(i).ToArray()));
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GradCam_OfPictures_DrawsFourImagesEachAndTwoWithoutATransformer()
    {
        StrictPng one = await GradCam("stn", "in/0.png");
        StrictPng two = await GradCam("stn", "in");
        StrictPng plain = await GradCam("cnn", "in/0.png");
        StrictPng parallel = await GradCam("paper-2st-cnn-parallel", "in/0.png");
        Assert.Equal(one.Width, two.Width);
        Assert.True(two.Height > one.Height + Side);
        Assert.Equal(two.Height, parallel.Height);
        Assert.True(plain.Width < one.Width);
    }

    [Fact]
    public async Task GradCam_OfAnotherClass_IsAnotherPicture()
    {
        int[] of3 = (await GradCam("stn", "in/0.png", "--class", "3")).Samples, of4 = (await GradCam("stn", "in/0.png", "--class", "4")).Samples;
        Assert.NotEqual(of3, of4);
    }

    [Theory]
    [InlineData("stn", "--class 10: the model has 10 classes, 0 to 9", "in", "--class", "10")]
    [InlineData("paper-st-fcn-affine", "Grad-CAM shows the maps of a convolution", "in")]
    [InlineData("stn", "the file is not there", "none.png")]
    [InlineData("stn", "cannot be written", "in", "--out", "in/0.png/x.png")]
    public async Task GradCam_BadInput_SaysWhatIsWrong(string model, string message, string place, params string[] more)
    {
        string run = SmallCheckpoint.Write(At("run"), model);
        (int exitCode, _, string error) = await ProgramRun.Of(
            ["gradcam", run, At(place), "--device", "cpu", .. more.Select(m => m.StartsWith("in/", StringComparison.Ordinal) ? At(m) : m)]);
        Assert.Equal(1, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Visualize_ARun_WritesItsSheetAndATurningImageBelowOneMegabyte()
    {
        string run = SmallCheckpoint.Write(At("run"), "stn", "RTS", startNoise: 0.5f);
        (int exitCode, string output, string error) = await ProgramRun.Of("visualize", run, "--device", "cpu", "--out", At("pictures"));
        Assert.True(exitCode == 0, error);
        Assert.Equal(["transforms.png", "turning.png"], Directory.GetFiles(At("pictures")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(2, output.Split('\n').Count(l => l.StartsWith("written", StringComparison.Ordinal)));
        byte[] file = File.ReadAllBytes(At("pictures/turning.png"));
        Assert.InRange(file.Length, 1, 1_000_000);
        StrictAnimation animation = StrictAnimation.Read(file);
        Assert.Equal(0, animation.Plays);
        Assert.Equal(60, animation.Frames.Count);
        Assert.Equal(60, animation.Frames.DistinctBy(f => string.Join(',', f.Samples)).Count());
    }

    [Fact]
    public async Task Visualize_WithoutATransformer_WritesTheSheetBesideTheCheckpoint()
    {
        string run = SmallCheckpoint.Write(At("run"), "cnn");
        (int exitCode, _, string error) = await ProgramRun.Of("visualize", Path.Combine(run, "model.safetensors"), "--device", "cpu");
        Assert.True(exitCode == 0, error);
        Assert.Equal(["model.safetensors", "transforms.png"], Directory.GetFiles(run).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    // There is no one image to turn.
    [Fact]
    public async Task Visualize_OfAModelThatSeesTwoImages_WritesASheetForEachTransformerAndNoTurn()
    {
        string run = SmallCheckpoint.Write(At("run"), "addition-2st-cnn", "addition");
        (int exitCode, _, string error) = await ProgramRun.Of("visualize", run, "--device", "cpu");
        Assert.True(exitCode == 0, error);
        Assert.Equal(["model.safetensors", "transforms-2.png", "transforms.png"], Directory.GetFiles(run).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private async Task<StrictPng> GradCam(string model, string place, params string[] more)
    {
        string run = SmallCheckpoint.Write(At(model), model, startNoise: 0.5f);
        (int exitCode, _, string error) = await ProgramRun.Of(["gradcam", run, At(place), "--out", At("out/heat.png"), "--device", "cpu", .. more]);
        Assert.True(exitCode == 0, error);
        return StrictPng.Read(File.ReadAllBytes(At("out/heat.png")));
    }

    private string At(string name) => Path.Combine(_folder.Root, name);
}
