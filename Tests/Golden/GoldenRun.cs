using StnEngine.Kernels;
using StnEngine.Tests.Reference;

namespace StnEngine.Tests.Golden;

// Runs a golden case of one operation through the engine.
internal static class GoldenRun
{
    private static readonly string[] PlainInputs = ["weight", "bias"];
    private static readonly string[] Results = ["output", "upstream"];

    public static Dictionary<string, Tensor> Inputs(Device device, GoldenCase golden) =>
        golden.Tensors.Entries
            .Select(e => e.Name)
            .Where(name => !Results.Contains(name) && !name.StartsWith("grad.", StringComparison.Ordinal))
            .ToDictionary(name => name, name => PlainInputs.Contains(name)
                ? Tensor.Plain(device, golden.Values(name), golden.Shape(name))
                : Tensor.Batch(device, golden.Values(name), golden.Shape(name)));

    public static Tensor Like(Tensor tensor, float[] values) => tensor.IsBatched
        ? Tensor.Batch(tensor.Device, values, tensor.Shape.Extents)
        : Tensor.Plain(tensor.Device, values, tensor.Shape.Extents);

    public static Tensor Run(GoldenCase golden, Dictionary<string, Tensor> inputs)
    {
        Tensor first = inputs.TryGetValue("input", out Tensor? input) ? input : inputs["theta"];
        bool align = golden.Flag("align_corners");
        SampleMode mode = Enum.Parse<SampleMode>(golden.Text("mode", "bilinear"), ignoreCase: true);
        SamplePadding padding = Enum.Parse<SamplePadding>(golden.Text("padding_mode", "zeros"), ignoreCase: true);
        int kernel = golden.Whole("kernel", 0);
        int stride = golden.Whole("stride", 1);
        int pad = golden.Whole("padding", 0);
        return golden.Operation switch
        {
            "conv2d" => first.Conv2d(inputs["weight"], inputs.GetValueOrDefault("bias"), stride, pad, golden.Whole("dilation", 1)),
            "max_pool2d" => first.MaxPool2d(kernel, stride, pad, golden.Flag("ceil_mode")),
            "avg_pool2d" => first.AvgPool2d(kernel, stride, pad, golden.Flag("ceil_mode"), golden.Flag("count_include_pad", true)),
            "linear" => first.Linear(inputs["weight"], inputs.GetValueOrDefault("bias")),
            "relu" => first.Relu(),
            "log_softmax" => first.LogSoftmax(),
            "cross_entropy" => first.CrossEntropy(inputs["target"]),
            "affine_grid" => first.AffineGrid(golden.Whole("height", 0), golden.Whole("width", 0), align),
            "grid_sample" => first.GridSample(inputs["grid"], mode, padding, align),
            "spatial_transform" => first.SpatialTransform(inputs["theta"], golden.Whole("height", first.Shape[2]), golden.Whole("width", first.Shape[3]), mode, padding, align),
            _ => throw new NotSupportedException($"{golden.Name}: operation '{golden.Operation}' is not known to the golden tests."),
        };
    }
}
