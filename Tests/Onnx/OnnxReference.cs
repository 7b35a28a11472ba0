using StnEngine.Tests.Reference;

namespace StnEngine.Tests.Onnx;

/// <summary>Runs an ONNX file by naive loops in double precision: each operator as ONNX's specification of operator set 20 has it, defaults included.</summary>
internal static class OnnxReference
{
    public static Array64 Run(OnnxModel model, Array64 input)
    {
        var values = new Dictionary<string, Array64>(model.Constants) { [model.Input.Split(':')[0]] = input };
        foreach (OnnxNode node in model.Nodes)
        {
            values.Add(node.Output, Result(node, [.. node.Inputs.Select(name => values[name])]));
        }

        return values[model.Output.Split(':')[0]];
    }

    private static Array64 Result(OnnxNode node, Array64[] x) => node.Operation switch
    {
        "Conv" => Convolution(node, x),
        "MaxPool" => MaxPool(node, x[0]),
        "AveragePool" => AveragePool(node, x[0]),
        "Gemm" => node.Whole("transB") == 1 ? Naive.Linear(x[0], x[1], x.ElementAtOrDefault(2)) : throw new NotSupportedException("Gemm without transB."),
        "MatMul" => Naive.MatMul(x[0], x[1]),
        "BatchNormalization" => Naive.BatchNorm(x[0], x[1], x[2], x[3], x[4], node.Real("epsilon", 1e-5f)),
        "AffineGrid" => AffineGrid(node, x[0], x[1]),
        "GridSample" => GridSample(node, x[0], x[1]),
        "LogSoftmax" => node.Whole("axis", -1) == 1 ? Naive.LogSoftmax(x[0]) : throw new NotSupportedException("LogSoftmax of another axis."),
        "Reshape" => Naive.Reshape(x[0], [.. x[1].Values.Select((extent, axis) => extent == 0 ? x[0].Shape[axis] : (int)extent)]),
        "Shape" => Shape(node, x[0]),
        "Concat" => Naive.Concatenate(node.Whole("axis"), x),
        "Slice" => Naive.Slice(x[0], (int)x[3][0], (int)x[1][0], (int)(x[2][0] - x[1][0])),
        "Pad" => x[3].Values is [-2, -1] ? Naive.Pad(x[0], (int)x[1][0], (int)x[1][2], (int)x[1][1], (int)x[1][3], x[2][0]) : throw new NotSupportedException("Pad of other axes."),
        "Identity" => x[0],
        "Add" => Naive.Add(x[0], x[1]),
        "Sub" => Naive.Subtract(x[0], x[1]),
        "Mul" => Naive.Multiply(x[0], x[1]),
        "Div" => Naive.Divide(x[0], x[1]),
        "Relu" => Naive.Relu(x[0]),
        "Neg" => Naive.Negate(x[0]),
        "Sigmoid" => Naive.Sigmoid(x[0]),
        "Tanh" => Naive.Tanh(x[0]),
        "Exp" => Naive.Exp(x[0]),
        "Log" => Naive.Log(x[0]),
        _ => throw new NotSupportedException(node.Operation),
    };

    private static Array64 Convolution(OnnxNode node, Array64[] x)
    {
        int[] strides = node.Wholes("strides", 1, 1), dilations = node.Wholes("dilations", 1, 1);
        AssertWindow(node, x[1].Shape[2..]);
        return Naive.Conv2d(Padded(node, x[0], 0), x[1], x.ElementAtOrDefault(2), strides[0], strides[1], 0, 0, dilations[0], dilations[1]);
    }

    private static Array64 MaxPool(OnnxNode node, Array64 images)
    {
        int[] kernel = node.Wholes("kernel_shape"), strides = node.Wholes("strides", 1, 1);
        return Naive.MaxPool2d(Padded(node, images, double.NegativeInfinity), kernel[0], kernel[1], strides[0], strides[1], ceilMode: node.Whole("ceil_mode") == 1);
    }

    // The sum of each window and the count of its pixels are means over the whole window, whose size cancels out.
    private static Array64 AveragePool(OnnxNode node, Array64 images)
    {
        if (node.Whole("count_include_pad") == 1 || node.Whole("ceil_mode") == 1)
        {
            throw new NotSupportedException("AveragePool that counts padding, or rounds up.");
        }

        int[] kernel = node.Wholes("kernel_shape"), strides = node.Wholes("strides", 1, 1);
        Array64 Mean(Array64 of) => Naive.AvgPool2d(Padded(node, of, 0), kernel[0], kernel[1], strides[0], strides[1]);
        return Naive.Divide(Mean(images), Mean(images.Map(_ => 1)));
    }

    private static Array64 AffineGrid(OnnxNode node, Array64 theta, Array64 size)
    {
        AssertEqual(node, theta.Shape[0], (int)size[0]);
        return Naive.AffineGrid(theta, (int)size[2], (int)size[3], node.Whole("align_corners") == 1);
    }

    private static Array64 GridSample(OnnxNode node, Array64 images, Array64 grid)
    {
        (string mode, string padding) = (node.Text("mode", "linear"), node.Text("padding_mode", "zeros"));
        return (mode, padding) == ("cubic", "border")
            ? throw new NotSupportedException("GridSample that moves positions to the edge before it weighs their neighbours.")
            : Naive.GridSample(images, grid, mode switch { "linear" => "bilinear", "cubic" => "bicubic", _ => mode }, padding, node.Whole("align_corners") == 1);
    }

    private static Array64 Shape(OnnxNode node, Array64 x)
    {
        int[] extents = x.Shape[node.Whole("start")..node.Whole("end", x.Rank)];
        return new Array64(Array.ConvertAll(extents, e => (double)e), [extents.Length]);
    }

    private static Array64 Padded(OnnxNode node, Array64 images, double value)
    {
        int[] pads = node.Wholes("pads", 0, 0, 0, 0);
        return pads.All(p => p == 0) ? images : Naive.Pad(images, pads[0], pads[2], pads[1], pads[3], value);
    }

    private static void AssertWindow(OnnxNode node, int[] window)
    {
        int[] kernel = node.Wholes("kernel_shape", window);
        AssertEqual(node, window[0], kernel[0]);
        AssertEqual(node, window[1], kernel[1]);
    }

    private static void AssertEqual(OnnxNode node, int expected, int actual)
    {
        if (expected != actual)
        {
            throw new FormatException($"{node.Operation}: {actual} instead of {expected}.");
        }
    }
}
