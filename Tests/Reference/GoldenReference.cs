namespace StnEngine.Tests.Reference;

/// <summary>Runs a golden case's operation with the naive loops.</summary>
public sealed record GoldenReference(string[] InputNames, Func<Array64[], Array64> Forward)
{
    public static GoldenReference Of(GoldenCase golden) => golden.Operation switch
    {
        "conv2d" => Conv2d(golden),
        "max_pool2d" or "avg_pool2d" => Pool2d(golden),
        "linear" => new(["input", "weight", "bias"], inputs => Naive.Linear(inputs[0], inputs[1], inputs[2])),
        "relu" => new(["input"], inputs => Naive.Relu(inputs[0])),
        "log_softmax" => new(["input"], inputs => Naive.LogSoftmax(inputs[0])),
        "cross_entropy" => new(["input"], inputs => Naive.CrossEntropy(inputs[0], golden.Targets())),
        "affine_grid" => AffineGrid(golden),
        "grid_sample" => GridSample(golden),
        "spatial_transform" => SpatialTransform(golden),
        _ => throw new NotSupportedException($"{golden.Name}: no reference for '{golden.Operation}'."),
    };

    private static GoldenReference Conv2d(GoldenCase golden)
    {
        int stride = golden.Whole("stride", 1), pad = golden.Whole("padding", 0), dilation = golden.Whole("dilation", 1);
        string[] names = golden.Has("bias") ? ["input", "weight", "bias"] : ["input", "weight"];
        return new(names, inputs => Naive.Conv2d(inputs[0], inputs[1], inputs.ElementAtOrDefault(2), stride, stride, pad, pad, dilation, dilation));
    }

    private static GoldenReference Pool2d(GoldenCase golden)
    {
        int kernel = golden.Whole("kernel", 1), stride = golden.Whole("stride", 1), pad = golden.Whole("padding", 0);
        bool ceil = golden.Flag("ceil_mode"), countPad = golden.Flag("count_include_pad", true);
        return new(["input"], inputs => golden.Operation == "max_pool2d"
            ? Naive.MaxPool2d(inputs[0], kernel, kernel, stride, stride, pad, pad, ceil)
            : Naive.AvgPool2d(inputs[0], kernel, kernel, stride, stride, pad, pad, ceil, countPad));
    }

    private static GoldenReference AffineGrid(GoldenCase golden)
    {
        int height = golden.Shape("output")[1], width = golden.Shape("output")[2];
        return new(["theta"], inputs => Naive.AffineGrid(inputs[0], height, width, golden.Flag("align_corners")));
    }

    private static GoldenReference GridSample(GoldenCase golden)
    {
        (string mode, string padding, bool align) = SamplerOf(golden);
        return new(["input", "grid"], inputs => Naive.GridSample(inputs[0], inputs[1], mode, padding, align));
    }

    private static GoldenReference SpatialTransform(GoldenCase golden)
    {
        int height = golden.Shape("output")[2], width = golden.Shape("output")[3];
        (string mode, string padding, bool align) = SamplerOf(golden);
        return new(["input", "theta"], inputs => Naive.SpatialTransform(inputs[0], inputs[1], height, width, mode, padding, align));
    }

    private static (string Mode, string Padding, bool Align) SamplerOf(GoldenCase golden) =>
        (golden.Text("mode", "bilinear"), golden.Text("padding_mode", "zeros"), golden.Flag("align_corners"));
}
