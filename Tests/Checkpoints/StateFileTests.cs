using StnEngine.Kernels;
using StnEngine.Layers;
using Xunit;

namespace StnEngine.Tests.Checkpoints;

public sealed class StateFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Device _device = TestDevices.Open("cpu", 1);

    public void Dispose()
    {
        _folder.Dispose();
        _device.Dispose();
    }

    [Fact]
    public void Load_OfWhatWasSaved_GivesTheSameModel()
    {
        using Sequential model = Model(seed: 1, features: 3), other = Model(seed: 2, features: 3);
        StateFile.Save(model, _folder.File("model"));
        StateFile.Load(other, _folder.File("model"));
        Assert.Equal(Values(model), Values(other));
    }

    [Fact]
    public void Load_OfAnotherModel_NamesTheTensorAndChangesNothing()
    {
        using Sequential model = Model(seed: 1, features: 3), other = Model(seed: 2, features: 4);
        float[][] before = Values(other);
        StateFile.Save(model, _folder.File("model"));
        CheckpointException refusal = Assert.Throws<CheckpointException>(() => StateFile.Load(other, _folder.File("model")));
        Assert.Contains("'1.weight'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, Values(other));
    }

    private static float[][] Values(Sequential model) => [.. model.NamedParameters().Concat(model.NamedBuffers()).Select(p => p.Tensor.ToArray())];

    private Sequential Model(ulong seed, int features) =>
        new(new ModuleContext(_device, seed), c => new Linear(c, 5, 3), c => new Linear(c, 3, features), c => new BatchNorm1d(c, features));
}
