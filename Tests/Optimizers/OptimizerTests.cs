using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Optimizers;
using StnEngine.Tests.Operations;
using StnEngine.Tests.Reference;
using Xunit;

namespace StnEngine.Tests.Optimizers;

/// <summary>Ten steps of two groups with rates of their own, on sizes that fill no vector, against the double reference.</summary>
public sealed class OptimizerTests
{
    private const int Steps = 10;
    private const double Tolerance = 2e-6;
    private const float Rate = 0.05f;
    private static readonly int[][] Shapes = [[1], [3, 5], [17], [7, 11, 13]];
    private static readonly float[] Multipliers = [1, 1, 0.1f, 0.1f];

    public static TheoryData<string> Devices => TestDevices.Rows;

    public static TheoryData<string, float, bool, float> SgdRows
    {
        get
        {
            var rows = new TheoryData<string, float, bool, float>();
            foreach (string spec in TestDevices.Specs)
            {
                rows.Add(spec, 0, false, 0);
                rows.Add(spec, 0.9f, false, 0);
                rows.Add(spec, 0.9f, false, 0.01f);
                rows.Add(spec, 0.9f, true, 0.01f);
                rows.Add(spec, 0, false, 0.01f);
            }

            return rows;
        }
    }

    public static TheoryData<string, float> AdamRows
    {
        get
        {
            var rows = new TheoryData<string, float>();
            foreach (string spec in TestDevices.Specs)
            {
                rows.Add(spec, 0);
                rows.Add(spec, 0.01f);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(SgdRows))]
    public void Sgd_TenSteps_AreThoseOfTheReference(string spec, float momentum, bool nesterov, float weightDecay)
    {
        float[][] ours = Train(spec, groups => new Sgd(groups, Rate, momentum, nesterov, weightDecay));
        for (int p = 0; p < Shapes.Length; p++)
        {
            (Array64 value, Array64 velocity) = (Array64.Of(Start(p), Shapes[p]), Array64.Zeros(Shapes[p]));
            for (int step = 0; step < Steps; step++)
            {
                (value, velocity) = Naive.SgdStep(value, Array64.Of(Gradient(p, step), Shapes[p]), velocity, RateAt(step) * Multipliers[p], momentum, nesterov, weightDecay);
            }

            Assert.InRange(Comparison.RelativeError(ours[p], value.Values), 0, Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(AdamRows))]
    public void Adam_TenSteps_AreThoseOfTheReference(string spec, float weightDecay)
    {
        float[][] ours = Train(spec, groups => new Adam(groups, Rate, 0.8f, 0.99f, 1e-6f, weightDecay));
        for (int p = 0; p < Shapes.Length; p++)
        {
            (Array64 value, Array64 mean, Array64 square) = (Array64.Of(Start(p), Shapes[p]), Array64.Zeros(Shapes[p]), Array64.Zeros(Shapes[p]));
            for (int step = 0; step < Steps; step++)
            {
                (value, mean, square) = Naive.AdamStep(
                    value, Array64.Of(Gradient(p, step), Shapes[p]), mean, square, step + 1, RateAt(step) * Multipliers[p], 0.8f, 0.99f, 1e-6f, weightDecay);
            }

            Assert.InRange(Comparison.RelativeError(ours[p], value.Values), 0, Tolerance);
        }
    }

    [Fact]
    public void Optimizer_GivenWhatItCannotUse_SaysWhy()
    {
        using Device device = TestDevices.Open("cpu", 1);
        using TensorScope scope = TensorScope.Begin();
        Tensor weight = Parameter(device, 1);
        Assert.Contains("momentum", Assert.Throws<ArgumentException>(() => new Sgd([new([("w", weight)])], Rate, nesterov: true)).Message, StringComparison.Ordinal);
        Assert.Contains("one parameter", Assert.Throws<ArgumentException>(() => new Sgd([new([])], Rate)).Message, StringComparison.Ordinal);
        Tensor frozen = Tensor.Plain(device, [1, 2], 2);
        Assert.Contains("'frozen' of shape [2]", Assert.Throws<ShapeException>(() => new Sgd([new([("frozen", frozen)])], Rate)).Message, StringComparison.Ordinal);
        using var optimizer = new Sgd([new([("w", Parameter(device, 2))])], Rate);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.LearningRate = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.LearningRate = float.NaN);
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    [InlineData("adamw")]
    public void Optimizer_OfAModel_MovesAllItsParameters(string kind)
    {
        using Device device = TestDevices.Open("cpu", 1);
        using TensorScope scope = TensorScope.Begin();
        using Linear model = new(new ModuleContext(device, 1), 3, 2), same = new(new ModuleContext(device, 1), 3, 2);
        using Optimizer optimizer = kind switch
        {
            "sgd" => new Sgd(model, Rate, momentum: 0.9f, nesterov: true, weightDecay: 0.1f),
            "adam" => new Adam(model, Rate, 0.8f, 0.99f, 1e-6f, 0.1f),
            _ => new AdamW(model, Rate, 0.8f, 0.99f, 1e-6f, 0.1f),
        };
        ParameterGroup[] groups = [new([.. same.NamedParameters()])];
        using Optimizer byGroups = kind switch
        {
            "sgd" => new Sgd(groups, Rate, momentum: 0.9f, nesterov: true, weightDecay: 0.1f),
            "adam" => new Adam(groups, Rate, 0.8f, 0.99f, 1e-6f, 0.1f),
            _ => new AdamW(groups, Rate, 0.8f, 0.99f, 1e-6f, 0.1f),
        };
        Tensor input = Tensor.Batch(device, [1, 2, 3], 1, 3);
        model.Forward(input).Square().Sum().Backward();
        same.Forward(input).Square().Sum().Backward();
        optimizer.Step();
        byGroups.Step();
        SameBits.Assert(Values(same), Values(model), kind);

        static float[][] Values(Module module) => [.. module.NamedParameters().Select(p => p.Tensor.ToArray())];
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ZeroGrad_ClearsEveryGradient(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        Tensor[] parameters = [.. Shapes.Select((_, p) => Parameter(device, p))];
        using var optimizer = new Adam(GroupsOf(parameters), Rate);
        for (int p = 0; p < parameters.Length; p++)
        {
            parameters[p].Backward(Tensor.Plain(device, Gradient(p, 0), Shapes[p]));
            Assert.Equal(Gradient(p, 0), parameters[p].Grad!.ToArray());
        }

        optimizer.ZeroGrad();
        Assert.All(parameters.SelectMany(p => p.Grad!.ToArray()), g => Assert.Equal(0, g));
    }

    internal static Tensor Parameter(Device device, int p)
    {
        Tensor parameter = Tensor.Plain(device, Start(p), Shapes[p]);
        parameter.RequiresGrad = true;
        return parameter;
    }

    internal static ParameterGroup[] GroupsOf(Tensor[] parameters) =>
    [
        new([("a", parameters[0]), ("b", parameters[1])]),
        new([("c", parameters[2]), ("d", parameters[3])], Multipliers[^1]),
    ];

    internal static Tensor[] Parameters(Device device) => [.. Shapes.Select((_, p) => Parameter(device, p))];

    internal static void Step(Optimizer optimizer, Tensor[] parameters, int step)
    {
        using TensorScope scope = TensorScope.Begin();
        optimizer.LearningRate = RateAt(step);
        optimizer.ZeroGrad();
        for (int p = 0; p < parameters.Length; p++)
        {
            parameters[p].Backward(Tensor.Plain(parameters[p].Device, Gradient(p, step), Shapes[p]));
        }

        optimizer.Step();
    }

    private static float[][] Train(string spec, Func<ParameterGroup[], Optimizer> make)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        Tensor[] parameters = Parameters(device);
        using Optimizer optimizer = make(GroupsOf(parameters));
        for (int step = 0; step < Steps; step++)
        {
            Step(optimizer, parameters, step);
        }

        TestDevices.AssertGuardsIntact(device);
        return Array.ConvertAll(parameters, p => p.ToArray());
    }

    // A rate that is set anew before every step.
    private static float RateAt(int step) => Rate / (1 + step);

    private static float[] Start(int p) => Drawn.Signed(new RandomSource(1, $"start {p}"), Array64.CountOf(Shapes[p]));

    private static float[] Gradient(int p, int step) => Drawn.Signed(new RandomSource(1, $"gradient {p} {step}"), Array64.CountOf(Shapes[p]));
}
