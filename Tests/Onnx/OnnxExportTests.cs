using Stn.Models;
using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Tests.Programs;
using StnEngine.Transformations;
using Xunit;

namespace StnEngine.Tests.Onnx;

/// <summary>Exported files, read by a reader of the tests' own and run by naive loops, compute what the modules compute.</summary>
public sealed class OnnxExportTests
{
    private static readonly (SampleMode Mode, SamplePadding Padding)[] Samplers =
        [.. from mode in Enum.GetValues<SampleMode>() from padding in Enum.GetValues<SamplePadding>() where (mode, padding) != (SampleMode.Bicubic, SamplePadding.Border) select (mode, padding)];

    public static TheoryData<string, int, int> Models
    {
        get
        {
            var rows = new TheoryData<string, int, int> { { "stn", 3, 32 }, { "cnn", 3, 32 }, { "stn", 1, 42 } };
            // The published traffic sign networks are what the small ones are, and take naive loops a minute.
            foreach (string model in ClassifierFactory.Names.Where(name => !name.StartsWith("gtsrb", StringComparison.Ordinal) || name.StartsWith("gtsrb-small", StringComparison.Ordinal)))
            {
                (int channels, int size, _) = ModelTests.InputOf(model);
                rows.Add(model, channels, size);
            }

            // Halved, and with windows that hang over the edge.
            foreach (string model in new[] { "paper-cnn", "paper-st-cnn-affine", "paper-st-fcn-tps" })
            {
                rows.Add(model, 1, 42);
            }

            return rows;
        }
    }

    public static TheoryData<SampleMode, SamplePadding, bool> SamplerRows => [.. from sampler in Samplers from align in new[] { false, true } select (sampler.Mode, sampler.Padding, align)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Export_OfAClassifier_ComputesItsScores(string name, int channels, int size)
    {
        using Device device = Devices.Open("cpu", 1);
        using Module model = ExportRun.Disturbed(ClassifierFactory.Create(name, new ModuleContext(device, 1), channels, size, 10), 0.02f);
        OnnxModel file = ExportRun.Check(model, 3, channels, size, size);
        Assert.Equal($"input: 1 [N, {channels}, {size}, {size}]", file.Input);
        Assert.Equal("output: 1 [N, 10]", file.Output);
        Assert.Equal((20, 9), (file.OperatorSet, file.FormatVersion));
        Assert.All(model.NamedParameters(), p => Assert.Equal(p.Tensor.ToArray(), file.Constants[p.Name].ToSingle()));
    }

    // The output is taller and narrower than the image: rows and columns cannot be mixed up.
    [Theory]
    [MemberData(nameof(SamplerRows))]
    public void Export_OfATransformer_ReadsTheImageAlike(SampleMode mode, SamplePadding padding, bool alignCorners)
    {
        using Device device = Devices.Open("cpu", 1);
        foreach (TransformationKind kind in new[] { TransformationKind.Affine, TransformationKind.Projective })
        {
            using var transformer = new SpatialTransformer(
                new ModuleContext(device, 1),
                c => new Sequential(c, _ => new Flatten(), inner => new Linear(inner, 84, 4)),
                4,
                Transformation.Create(kind, device, 9, 5, alignCorners))
            {
                Mode = mode,
                Padding = padding,
            };
            ExportRun.Check(ExportRun.Disturbed(transformer, 0.15f), 3, 2, 6, 7);
        }
    }

    [Theory]
    [InlineData(3, 2, 1, false)]
    [InlineData(3, 2, 1, true)]
    [InlineData(2, 2, 0, true)]
    [InlineData(3, 3, 1, true)]
    [InlineData(2, 3, 1, true)]
    [InlineData(3, 1, 0, false)]
    public void Export_OfPooling_CoversTheSameWindows(int kernel, int stride, int padding, bool ceilMode)
    {
        using Device device = Devices.Open("cpu", 1);
        var conv = new Conv2d(new ModuleContext(device, 1), 2, 3, new Size2d(3, 2), stride: new Size2d(1, 2), padding: new Size2d(2, 1), bias: false);
        using var model = new Computed(
            x => Tensor.Concatenate(
                1,
                conv.ForwardRelu(x).MaxPool2d(kernel, stride, padding, ceilMode).Flatten(),
                x.AvgPool2d(kernel, stride, padding, ceilMode, countIncludePad: true).Flatten(),
                x.AvgPool2d(new Size2d(kernel, 2), stride, new Size2d(padding, 0), ceilMode, countIncludePad: false).Flatten()),
            conv);
        foreach (int height in new[] { 7, 8, 9 })
        {
            ExportRun.Check(model, 2, 2, height, 10);
        }
    }

    [Fact]
    public void Export_OfAModuleOfTensorOperations_IsWhatTheyCompute()
    {
        using Device device = Devices.Open("cpu", 1);
        var linear = new Linear(new ModuleContext(device, 1), 6, 6);
        var norm = ExportRun.Disturbed(new BatchNorm1d(new ModuleContext(device, 2), 6, epsilon: 0.1f), 0.5f);
        norm.NamedBuffers().First().Tensor.Upload([1, -1, 0.5f, 2, 0, -0.25f]);
        using Tensor square = Tensor.Plain(device, [.. Enumerable.Range(0, 36).Select(i => MathF.Cos(i))], 6, 6);
        using var model = new Computed(
            x =>
            {
                Tensor y = norm.Forward(linear.ForwardRelu(x.Slice(1, 2, 6)));
                y = Tensor.Concatenate(1, y.LeakyRelu(0.1f), y.Tanh() - y.Sigmoid(), (y.Square() + y.Exp()).Log() / (-y).Exp());
                y = (y.Reshape(y.Shape[0], 3, 2, 3).Pad(1, 0, 2, 1, 0.5f) * y.Slice(1, 0, 1).Reshape(y.Shape[0], 1, 1, 1)).Flatten();
                return y.Slice(1, 3, 6).Linear(square.MatMul(square)).LogSoftmax();
            },
            linear,
            norm);
        ExportRun.Check(model, 5, 9);
    }

    [Fact]
    public void Export_OfGridsApart_IsGridAndSampler()
    {
        using Device device = Devices.Open("cpu", 1);
        var linear = ExportRun.Disturbed(new Linear(new ModuleContext(device, 1), 30, 6), 0.3f);
        using var model = new Computed(x => x.GridSample(linear.Forward(x.Flatten()).Reshape(x.Shape[0], 2, 3).AffineGrid(4, 7, alignCorners: true), alignCorners: true), linear);
        OnnxModel file = ExportRun.Check(model, 3, 1, 5, 6);
        Assert.Contains("AffineGrid", file.Nodes.Select(n => n.Operation));
    }
}
