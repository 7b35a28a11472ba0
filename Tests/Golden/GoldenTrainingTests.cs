using Stn.Models;
using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Optimizers;
using StnEngine.Tests.Reference;
using Xunit;

namespace StnEngine.Tests.Golden;

/// <summary>
/// Ten training steps of whole models: the first output, every gradient, every loss and the final weights are PyTorch's. Where GPU
/// kernels run on the CPU two steps of one model are made, unless STN_GOLDEN_STEPS=all asks for all of them.
/// </summary>
public sealed class GoldenTrainingTests
{
    private const double Tolerance = 5e-5;

    private static bool AllSteps => Environment.GetEnvironmentVariable("STN_GOLDEN_STEPS") == "all";

    public static TheoryData<string, string, bool> Cases
    {
        get
        {
            var rows = new TheoryData<string, string, bool>();
            foreach (TheoryDataRow<string> name in GoldenCases.Trainings)
            {
                rows.Add("cpu", name.Data, false);
                foreach (string spec in TestDevices.CpusAmong("cpu", "cpu/8").Concat(TestDevices.Gpus.Where(gpu => !IsLeftOut(gpu, name.Data))))
                {
                    rows.Add(spec, name.Data, true);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Golden_TenTrainingSteps_AreThoseOfPyTorch(string spec, string name, bool replayed)
    {
        GoldenCase golden = GoldenCases.Read(name);
        using Device device = TestDevices.Open(spec);
        int[] shape = golden.Shape("input");
        using var model = new TutorialStn(new ModuleContext(device, 1), shape[1], shape[2], 10, dropout: false);
        foreach ((string parameter, Tensor tensor) in model.NamedParameters())
        {
            tensor.Upload(golden.Values("before." + parameter));
        }

        using Optimizer optimizer = MakeOptimizer(golden, model);
        using Tensor images = Tensor.Batch(device, golden.Values("input"), shape);
        using Tensor labels = Tensor.Batch(device, golden.Values("target"), shape[0]);
        CheckFirstStep(golden, model, images, labels);
        int allSteps = golden.Whole("steps", 10);
        bool all = AllSteps || !IsEmulated(spec);
        double[] losses = Train(model, optimizer, images, labels, replayed, all ? allSteps : 2);
        double error = Comparison.RelativeError(Array.ConvertAll(losses, l => (float)l), golden.Values("losses").AsSpan(0, losses.Length));
        Assert.True(error <= Tolerance, $"{golden.Name}: losses differ by {error:G3} of the largest.");
        if (!all)
        {
            return;
        }

        foreach ((string parameter, Tensor tensor) in model.NamedParameters())
        {
            Expect(golden, "after." + parameter, tensor.ToArray());
        }
    }

    // A quarter of a minute each, and more with three channels: one is left.
    private static bool IsLeftOut(string gpu, string name) => !AllSteps && IsEmulated(gpu) && name != "train-mnist-adam";

    private static bool IsEmulated(string spec) => spec.StartsWith("gpu-emulated", StringComparison.Ordinal);

    private static Optimizer MakeOptimizer(GoldenCase golden, Module model)
    {
        ParameterGroup[] groups = [new([.. model.NamedParameters()])];
        float rate = (float)golden.Real("learning_rate", 0);
        float weightDecay = (float)golden.Real("weight_decay", 0);
        return golden.Text("optimizer", string.Empty) == "adam"
            ? new Adam(groups, rate, weightDecay: weightDecay)
            : new Sgd(groups, rate, (float)golden.Real("momentum", 0), weightDecay: weightDecay);
    }

    private static void CheckFirstStep(GoldenCase golden, Module model, Tensor images, Tensor labels)
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor output = model.Forward(images).LogSoftmax();
        Expect(golden, "output", output.ToArray());
        output.NegativeLogLikelihood(labels).Backward();
        foreach ((string parameter, Tensor tensor) in model.NamedParameters())
        {
            Expect(golden, "grad." + parameter, tensor.Grad!.ToArray());
        }
    }

    private static double[] Train(Module model, Optimizer optimizer, Tensor images, Tensor labels, bool replayed, int steps)
    {
        double[] losses = new double[steps];
        Tensor Step()
        {
            optimizer.ZeroGrad();
            Tensor loss = model.Forward(images).CrossEntropy(labels);
            loss.Backward();
            optimizer.Step();
            return loss;
        }

        if (!replayed)
        {
            for (int i = 0; i < losses.Length; i++)
            {
                using TensorScope scope = TensorScope.Begin();
                losses[i] = Step().Item();
            }

            return losses;
        }

        Tensor? recorded = null;
        using RecordedStep step = RecordedStep.Record(images.Device, () => recorded = Step());
        for (int i = 0; i < losses.Length; i++)
        {
            step.Replay();
            losses[i] = recorded!.Item();
        }

        return losses;
    }

    private static void Expect(GoldenCase golden, string tensor, float[] ours)
    {
        double error = Comparison.RelativeError(ours, golden.Values(tensor));
        Assert.True(error <= Tolerance, $"{golden.Name}: {tensor} differs by {error:G3} of its largest value.");
    }
}
