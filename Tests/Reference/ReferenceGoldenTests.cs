using Xunit;

namespace StnEngine.Tests.Reference;

/// <summary>Checks the checkers: the naive loops against every golden case of an operation.</summary>
public sealed class ReferenceGoldenTests
{
    // A numeric gradient costs two forward passes an element: of a large input, this many, spread over it, are enough.
    private const int MostElements = 120;

    public static TheoryData<string> Operations => GoldenCases.Operations;

    [Theory]
    [MemberData(nameof(Operations))]
    public void Forward_OnAGoldenCase_AgreesToFloatPrecision(string name)
    {
        GoldenCase golden = GoldenCases.Read(name);
        Array64 output = Run(golden, out _, out _);
        Assert.Equal(golden.Shape("output"), output.Shape);
        // Cases without gradients were computed in single precision.
        double tolerance = golden.Flag("forward_only") ? 1e-5 : 1e-6;
        Assert.InRange(Comparison.RelativeError(output.Values, golden.Array("output").Values), 0, tolerance);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void NumericGradient_OnAGoldenCase_AgreesWithEveryGradient(string name)
    {
        GoldenCase golden = GoldenCases.Read(name);
        Run(golden, out GoldenReference reference, out Array64[] inputs);
        for (int which = 0; which < inputs.Length; which++)
        {
            string gradient = "grad." + reference.InputNames[which];
            if (golden.Has(gradient))
            {
                double error = GradientError(reference.Forward, inputs, which, golden.Array("upstream"), golden.Array(gradient));
                Assert.True(error < 1e-4, $"{name}: {gradient} is off by {error:g3}.");
            }
        }
    }

    private static Array64 Run(GoldenCase golden, out GoldenReference reference, out Array64[] inputs)
    {
        reference = GoldenReference.Of(golden);
        inputs = Array.ConvertAll(reference.InputNames, golden.Array);
        return reference.Forward(inputs);
    }

    private static double GradientError(Func<Array64[], Array64> forward, Array64[] inputs, int which, Array64 upstream, Array64 expected)
    {
        double difference = 0, scale = expected.Values.Max(Math.Abs);
        int checks = Math.Min(expected.Count, MostElements);
        for (int check = 0; check < checks; check++)
        {
            int index = (int)((long)check * expected.Count / checks);
            double ours = NumericGradient.At(forward, inputs, which, index, upstream);
            difference = Math.Max(difference, Math.Abs(ours - expected[index]));
        }

        return scale == 0 ? difference : difference / scale;
    }
}
