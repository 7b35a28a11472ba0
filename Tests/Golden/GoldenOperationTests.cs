using StnEngine.Kernels;
using StnEngine.Tests.Reference;
using Xunit;

namespace StnEngine.Tests.Golden;

/// <summary>Every golden case of one operation, on every device: output and gradients within 5e-5 of the largest value.</summary>
public sealed class GoldenOperationTests
{
    private const double Tolerance = 5e-5;

    public static TheoryData<string, string> Cases
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (string device in TestDevices.Specs)
            {
                foreach (TheoryDataRow<string> name in GoldenCases.Operations)
                {
                    rows.Add(device, name.Data);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Golden_OutputAndGradients_AreThoseOfPyTorch(string spec, string name)
    {
        GoldenCase golden = GoldenCases.Read(name);
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        var inputs = GoldenRun.Inputs(device, golden);
        foreach (string input in inputs.Keys)
        {
            inputs[input].RequiresGrad = golden.Has("grad." + input);
        }

        Tensor output = GoldenRun.Run(golden, inputs);
        Expect(golden, "output", output.ToArray());
        if (golden.Has("upstream"))
        {
            output.Backward(GoldenRun.Like(output, golden.Values("upstream")));
            foreach ((string input, Tensor tensor) in inputs.Where(i => i.Value.RequiresGrad))
            {
                Expect(golden, "grad." + input, tensor.Grad!.ToArray());
            }
        }
    }

    private static void Expect(GoldenCase golden, string tensor, float[] ours)
    {
        double error = Comparison.RelativeError(ours, golden.Values(tensor));
        Assert.True(error <= Tolerance, $"{golden.Name}: {tensor} differs by {error:G3} of its largest value.");
    }
}
