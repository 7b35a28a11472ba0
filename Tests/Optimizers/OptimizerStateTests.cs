using StnEngine.Kernels;
using StnEngine.Optimizers;
using StnEngine.Tests.Operations;
using Xunit;

namespace StnEngine.Tests.Optimizers;

public sealed class OptimizerStateTests
{
    private const int Saved = 4;
    private const int Steps = 9;

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (string spec in TestDevices.Specs)
            {
                rows.Add(spec, "sgd");
                rows.Add(spec, "momentum");
                rows.Add(spec, "adam");
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void SaveAndLoad_InTheMiddle_ChangeNoBit(string spec, string kind)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("stn-optimizer-");
        try
        {
            string path = Path.Combine(folder.FullName, "state.safetensors");
            float[][] whole = Run(spec, kind, 0, path, save: true), resumed = Run(spec, kind, Saved, path, save: false);
            SameBits.Assert(whole, resumed, "resumed");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Load_OfAnotherModelsState_NamesTheEntry()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("stn-optimizer-");
        try
        {
            string path = Path.Combine(folder.FullName, "state.safetensors");
            using Device device = TestDevices.Open("cpu", 1);
            using TensorScope scope = TensorScope.Begin();
            using var small = new Adam([new([("a", OptimizerTests.Parameter(device, 1))])], 0.1f);
            Safetensors.Write(path, small.Save());
            SafetensorsFile file = Safetensors.Read(path);
            using var other = new Adam([new([("a", OptimizerTests.Parameter(device, 2))])], 0.1f);
            CheckpointException refusal = Assert.Throws<CheckpointException>(() => other.Load(file));
            Assert.Contains("optimizer.mean.a", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("[3, 5]", refusal.Message, StringComparison.Ordinal);
            using var momentum = new Sgd([new([("a", OptimizerTests.Parameter(device, 1))])], 0.1f, 0.9f);
            Assert.Contains("optimizer.velocity.a", Assert.Throws<CheckpointException>(() => momentum.Load(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Steps `from` to the last. A run that starts later takes parameters and state from the file that an earlier one saved.
    private static float[][] Run(string spec, string kind, int from, string path, bool save)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        Tensor[] parameters = OptimizerTests.Parameters(device);
        ParameterGroup[] groups = OptimizerTests.GroupsOf(parameters);
        using Optimizer optimizer = kind == "adam" ? new Adam(groups, 1) : new Sgd(groups, 1, kind == "momentum" ? 0.9f : 0);
        if (from > 0)
        {
            SafetensorsFile file = Safetensors.Read(path);
            for (int p = 0; p < parameters.Length; p++)
            {
                parameters[p].Upload(file[$"{p}"].ToSingle());
            }

            optimizer.Load(file);
        }

        for (int step = from; step < Steps; step++)
        {
            if (save && step == Saved)
            {
                Safetensors.Write(path, [.. optimizer.Save(), .. parameters.Select((p, i) => SafetensorsEntry.Of($"{i}", p.ToArray(), p.Shape.Extents.ToArray()))]);
            }

            OptimizerTests.Step(optimizer, parameters, step);
        }

        return Array.ConvertAll(parameters, p => p.ToArray());
    }
}
