using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Onnx;
using StnEngine.Tests.Checkpoints;
using Xunit;

namespace StnEngine.Tests.Onnx;

public sealed class OnnxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Device _device = Devices.Open("cpu", 1);

    public void Dispose()
    {
        _device.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Write_WithADescription_KeepsItAndTheMetadata()
    {
        using var model = new Linear(Context, 4, 2);
        Write(model, new Dictionary<string, string> { ["mean"] = "0.5", ["größe"] = "4" });
        var file = new OnnxModel(_folder.File("model.onnx"));
        Assert.Equal("Four numbers.", file.Description);
        Assert.Equal("4", file.Metadata["größe"]);
        Assert.Equal("0.5", file.Metadata["mean"]);
    }

    [Fact]
    public void Write_OfAModelInTraining_LeavesOutDropoutAndGoesBackToTraining()
    {
        using var model = new Sequential(Context, c => new Linear(c, 4, 2), c => new Dropout(c));
        Write(model);
        Assert.Equal(["Gemm", "Identity"], new OnnxModel(_folder.File("model.onnx")).Nodes.Select(n => n.Operation));
        Assert.True(model.IsTraining);
        Assert.All(model.Children, child => Assert.True(child.Module.IsTraining));
        Assert.All(model.NamedParameters(), p => Assert.Null(p.Tensor.Grad));
    }

    [Fact]
    public void Write_OfAnOperationThatCannotBeExported_NamesItAndThoseThatCan()
    {
        using var model = new Computed(x => x.Max(1), new Linear(Context, 4, 2));
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => Write(model));
        Assert.Contains("Max cannot be exported", error.Message, StringComparison.Ordinal);
        Assert.Contains("transformers of every family", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_OfBicubicSamplingWithBorderPadding_SaysThatOnnxReadsOtherwise()
    {
        using var model = new Computed(
            x => x.Reshape(x.Shape[0], 1, 2, 2).GridSample(x.Reshape(x.Shape[0], 1, 2, 2), SampleMode.Bicubic, SamplePadding.Border).Flatten(), new Linear(Context, 4, 2));
        Assert.Contains("bicubic sampling with border padding", Assert.Throws<NotSupportedException>(() => Write(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfABatchThatDoesNotComeFromTheInput_SaysSo()
    {
        var linear = new Linear(Context, 4, 4);
        using var detached = new Computed(x => linear.Forward(x).Detach() + x, linear);
        Assert.Contains("[1, 4]", Assert.Throws<NotSupportedException>(() => Write(detached)).Message, StringComparison.Ordinal);
        using NoGrad noGrad = NoGrad.Begin();
        Assert.Contains("NoGrad", Assert.Throws<NotSupportedException>(() => Write(linear)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfBatchNormThatTrains_SaysSo()
    {
        var norm = new BatchNorm1d(Context, 4);
        using var model = new Computed(
            x =>
            {
                norm.Train();
                return norm.Forward(Tensor.Concatenate(1, x.Reshape(x.Shape[0], 4, 1), x.Reshape(x.Shape[0], 4, 1)).Reshape(x.Shape[0], 4, 2));
            },
            norm);
        Assert.Contains("BatchNorm in training", Assert.Throws<NotSupportedException>(() => Write(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ToAFolderThatIsNotThere_NamesTheFile()
    {
        using var model = new Linear(Context, 4, 2);
        using Tensor example = Tensor.Full(_device, 0, true, 1, 4);
        string path = Path.Combine(_folder.Path, "nowhere", "model.onnx");
        Assert.Equal(path, Assert.Throws<CheckpointException>(() => OnnxFile.Write(path, model, example)).FilePath);
    }

    private ModuleContext Context => new(_device, 1);

    private void Write(Module model, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using Tensor example = Tensor.Full(_device, 0.5f, true, 1, 4);
        OnnxFile.Write(_folder.File("model.onnx"), model, example, "Four numbers.", metadata);
    }
}
