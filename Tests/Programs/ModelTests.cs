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
        (int channels, int size, int classes) = name.StartsWith("gtsrb", StringComparison.Ordinal) ? (3, 48, 43) : (1, 28, 10);
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

    [Fact]
    public void SmallTrafficSignNetworks_HaveNearlyAsManyParameters()
    {
        using Device device = Devices.Open("cpu", 1);
        int[] counts = [.. new[] { "gtsrb-small", "gtsrb-small-st", "gtsrb-small-2st" }.Select(name =>
        {
            using Module model = ClassifierFactory.Create(name, new ModuleContext(device, 1), 3, 48, 43);
            return model.NamedParameters().Sum(p => p.Tensor.Shape.Count);
        })];
        Assert.All(counts, count => Assert.InRange(count / (double)counts[0], 0.95, 1.05));
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
}
