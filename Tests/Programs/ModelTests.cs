using Stn;
using Stn.Models;
using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Tests.Operations;
using Xunit;

namespace StnEngine.Tests.Programs;

public sealed class ModelTests
{
    private const int Images = 2;

    public static TheoryData<string> Names => [.. ClassifierFactory.Names];

    // With a little noise at the start, so that gradients reach the localisation networks too.
    [Theory]
    [MemberData(nameof(Names))]
    public void Model_OfEveryName_GivesScoresAndMovesAllItsParameters(string name)
    {
        (int channels, int size, int classes) = InputOf(name);
        using Device device = Devices.Open("cpu");
        using TensorScope scope = TensorScope.Begin();
        using Module model = ClassifierFactory.Create(name, new ModuleContext(device, 1), channels, size, classes, startNoise: 0.5f);
        float[] pixels = Drawn.Between(0, 1)(new RandomSource(1, "pixels"), Images * channels * size * size);
        Tensor scores = model.Forward(Tensor.Batch(device, pixels, Images, channels, size, size));
        Assert.Equal(new Shape(Images, classes), scores.Shape);
        scores.CrossEntropy(Tensor.Batch(device, [1, 2], Images)).Backward();
        foreach ((string parameter, Tensor tensor) in model.NamedParameters())
        {
            Assert.True(tensor.Grad!.ToArray().Any(g => g != 0), $"{name}: no gradient reaches {parameter}");
        }
    }

    [Theory]
    [InlineData(3, 48, 43, "gtsrb-small", "gtsrb-small-st", "gtsrb-small-2st")]
    [InlineData(1, 60, 10, "cluttered-cnn", "cluttered-st-cnn")]
    [InlineData(1, 80, 10, "wide-cnn-matched", "wide-st-cnn-matched")]
    public void ModelsThatAreCompared_HaveNearlyAsManyParameters(int channels, int size, int classes, params string[] names)
    {
        int[] counts = Array.ConvertAll(names, name => Parameters(name, channels, size, classes));
        Assert.All(counts, count => Assert.InRange(count / (double)counts[0], 0.95, 1.05));
    }

    [Fact]
    public void PublishedModels_HaveTheirPublishedParameters()
    {
        Assert.Equal(27_360, Parameters("stn", 1, 28, 10));
        Assert.Equal(39_884, Parameters("stn", 3, 32, 10));
        Assert.Equal(91_896 + 86_122, Parameters("cluttered-st-cnn", 1, 60, 10));
        Assert.InRange(Parameters("wide-st-cnn", 1, 80, 10), 781_500, 782_999);
        Assert.InRange(Parameters("wide-cnn", 1, 80, 10), 308_500, 309_999);
    }

    [Theory]
    [InlineData("stn", 1)]
    [InlineData("cnn", 0)]
    [InlineData("paper-2st-cnn-parallel", 2)]
    [InlineData("paper-2st-cnn-deep", 2)]
    [InlineData("gtsrb-small-2st", 2)]
    public void Transformers_OfAModel_AreFound(string name, int count)
    {
        using Device device = Devices.Open("cpu", 1);
        using Module model = ClassifierFactory.Create(name, new ModuleContext(device, 1), 1, 48, 10);
        Assert.Equal(count, Transformers.Of(model).Count());
    }

    [Fact]
    public void Model_OfAnUnknownName_IsRefused()
    {
        using Device device = Devices.Open("cpu", 1);
        UserException error = Assert.Throws<UserException>(() => ClassifierFactory.Create("resnet", new ModuleContext(device, 1), 1, 28, 10));
        Assert.Contains("Unknown model 'resnet'. Use stn, cnn,", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Images that a model is meant for.</summary>
    internal static (int Channels, int Size, int Classes) InputOf(string name) => name.Split('-')[0] switch
    {
        "gtsrb" => (3, 48, 43),
        "addition" => (2, 42, 19),
        "cluttered" => (1, 60, 10),
        "wide" => (1, 80, 10),
        _ => (1, 28, 10),
    };

    private static int Parameters(string name, int channels, int size, int classes)
    {
        using Device device = Devices.Open("cpu", 1);
        using Module model = ClassifierFactory.Create(name, new ModuleContext(device, 1), channels, size, classes);
        return model.ParameterCount;
    }
}
