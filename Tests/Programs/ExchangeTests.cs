using Stn.Exchange;
using Stn.Training;
using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Tests.Checkpoints;
using StnEngine.Tests.Onnx;
using StnEngine.Tests.Reference;
using Xunit;

namespace StnEngine.Tests.Programs;

public sealed class ExchangeTests : IDisposable
{
    // The state_dict of PyTorch's tutorial network.
    private static readonly string[] TutorialState =
    [
        "conv1.bias [10]", "conv1.weight [10, 1, 5, 5]", "conv2.bias [20]", "conv2.weight [20, 10, 5, 5]",
        "fc1.bias [50]", "fc1.weight [50, 320]", "fc2.bias [10]", "fc2.weight [10, 50]",
        "fc_loc.0.bias [32]", "fc_loc.0.weight [32, 90]", "fc_loc.2.bias [6]", "fc_loc.2.weight [6, 32]",
        "localization.0.bias [8]", "localization.0.weight [8, 1, 7, 7]", "localization.3.bias [10]", "localization.3.weight [10, 8, 5, 5]",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mnist", "none", "[N, 1, 28, 28], pixels from 0 to 1, minus 0.1307, divided by 0.3081")]
    [InlineData("mnist", "RTS", "[N, 1, 42, 42], pixels from 0 to 1, minus 0, divided by 0.3081")]
    [InlineData("cifar10", "none", "[N, 3, 32, 32] (red, green, blue), pixels from 0 to 1, minus 0.5, divided by 0.5")]
    public async Task Export_AsOnnx_SaysHowImagesAreNormalised(string dataset, string distort, string input)
    {
        string checkpoint = Checkpointed(new GivenOptions(dataset, distort));
        Assert.Contains(input, await Run("export", checkpoint), StringComparison.Ordinal);
        var file = new OnnxModel(_folder.File("model.onnx"));
        Assert.Contains(input, file.Description, StringComparison.Ordinal);
        Assert.Equal(("stn", dataset, distort), (file.Metadata["model"], file.Metadata["dataset"], file.Metadata["distort"]));
        Assert.EndsWith(file.Metadata["std"], input, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_AsSafetensors_HasTheNamesOfPyTorch()
    {
        await Run("export", Checkpointed(new GivenOptions("mnist")), "--format", "safetensors");
        SafetensorsFile file = Safetensors.Read(_folder.File("weights.safetensors"));
        Assert.Equal(TutorialState, file.Entries.Select(e => $"{e.Name} [{string.Join(", ", e.Shape)}]").Order(StringComparer.Ordinal));
        Assert.Equal("0.1307", file.Metadata["mean"]);
    }

    [Theory]
    [InlineData("stn", "mnist")]
    [InlineData("paper-st-cnn-tps", "digits")]
    public async Task Import_OfWhatWasExported_GivesTheSameBits(string model, string dataset)
    {
        string checkpoint = Checkpointed(new GivenOptions(dataset, Model: model)), back = _folder.File("back.safetensors");
        await Run("export", checkpoint, "--format", "safetensors", "--out", _folder.File("weights.safetensors"));
        await Run("import", _folder.File("weights.safetensors"), "--model", model, "--dataset", dataset, "--out", back);
        Assert.Equal(Scores(checkpoint), Scores(back));
        if (dataset == "digits")
        {
            Assert.Equal(await Run("eval", checkpoint, "--device", "cpu", "--json"), await Run("eval", back, "--device", "cpu", "--json"));
        }
    }

    [Fact]
    public async Task Export_WithACheckFile_WritesImagesAndTheirScores()
    {
        string checkpoint = Checkpointed(new GivenOptions("digits", "RTS")), check = _folder.File("check.safetensors");
        await Run("export", checkpoint, "--check", check, "--images", "3");
        SafetensorsFile file = Safetensors.Read(check);
        Assert.Equal([3, 1, 42, 42], file["images"].Shape);
        Assert.Equal([3], file["labels"].Shape);
        Array64 scores = OnnxReference.Run(new OnnxModel(_folder.File("model.onnx")), Array64.Of(file["images"].ToSingle(), file["images"].Shape));
        Assert.Equal(scores.Shape, file["scores"].Shape);
        Assert.InRange(Comparison.RelativeError(file["scores"].ToSingle(), scores.Values), 0, 5e-5);
    }

    [Fact]
    public async Task Import_OfAnotherState_NamesEveryDifference()
    {
        SafetensorsFile state = Safetensors.Read(Checkpointed(new GivenOptions("mnist")));
        string path = _folder.File("other.safetensors");
        Safetensors.Write(path,
        [
            .. state.Entries.Where(e => e.Name is not ("conv1.bias" or "fc1.weight" or "fc2.weight")),
            SafetensorsEntry.Of("fc1.weight", new float[320 * 50], 320, 50),
            SafetensorsEntry.Of("fc3.weight", new float[6], 2, 3),
            SafetensorsEntry.Of("none", Array.Empty<float>(), 0),
        ]);
        string error = await Fail("import", path, "--dataset", "mnist", "--out", _folder.File("out.safetensors"));
        Assert.Contains(
            "conv1.bias [10] is missing; fc1.weight is [320, 50] instead of [50, 320]; fc2.weight [10, 50] is missing; fc3.weight [2, 3] is unknown; none [0] is unknown",
            error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("out.safetensors")));
    }

    [Fact]
    public async Task Exchange_BadInput_SaysWhatIsWrong()
    {
        string checkpoint = Checkpointed(new GivenOptions("mnist"));
        Assert.Contains("'pickle'", await Fail("export", checkpoint, "--format", "pickle"), StringComparison.Ordinal);
        Assert.Contains("no-such-folder", await Fail("export", checkpoint, "--out", "no-such-folder/model.onnx"), StringComparison.Ordinal);
        Assert.Contains("--offline forbids to fetch", await Fail("export", checkpoint, "--check", _folder.File("check"), "--data", "no-such-folder", "--offline"), StringComparison.Ordinal);
        Assert.Contains("no-such-file", await Fail("import", "no-such-file", "--dataset", "mnist", "--out", "x"), StringComparison.Ordinal);
        Assert.Contains("'--dataset' is required", await Fail("import", checkpoint, "--out", "x"), StringComparison.Ordinal);
        Assert.Contains("'--out' is required", await Fail("import", checkpoint, "--dataset", "mnist"), StringComparison.Ordinal);
        Assert.Contains("not the state of stn for cifar10", await Fail("import", checkpoint, "--dataset", "cifar10", "--out", "x"), StringComparison.Ordinal);
    }

    // A model as a run leaves it, with weights that nobody trained.
    private string Checkpointed(GivenOptions given)
    {
        TrainOptions options = given.Resolve();
        using Device device = Devices.Open("cpu", 1);
        using Module model = ExportRun.Disturbed(ModelCard.Of(options).Build(device), 0.02f);
        Checkpoint.SaveModel(_folder.File("trained.safetensors"), options, [], model);
        return _folder.File("trained.safetensors");
    }

    private static float[] Scores(string checkpoint)
    {
        (SafetensorsFile file, TrainOptions options, _) = Checkpoint.Read(checkpoint);
        ModelCard card = ModelCard.Of(options);
        using Device device = Devices.Open("cpu", 1);
        using Module model = card.Build(device);
        StateFile.LoadState(model, file);
        model.Evaluate();
        using TensorScope scope = TensorScope.Begin();
        float[] images = [.. Enumerable.Range(0, 2 * card.Channels * card.Size * card.Size).Select(i => MathF.Sin(i))];
        return model.Forward(Tensor.Batch(device, images, 2, card.Channels, card.Size, card.Size)).ToArray();
    }

    private static async Task<string> Run(params string[] args)
    {
        (int exitCode, string output, string error) = await ProgramRun.Of(args);
        Assert.True(exitCode == 0, error);
        return output;
    }

    private static async Task<string> Fail(params string[] args)
    {
        (int exitCode, _, string error) = await ProgramRun.Of(args);
        Assert.Equal(1, exitCode);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        return error;
    }
}
