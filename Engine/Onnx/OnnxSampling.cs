using StnEngine.Kernels;

namespace StnEngine.Onnx;

/// <summary>Grids and samplers in ONNX's operators.</summary>
internal static class OnnxSampling
{
    /// <summary>AffineGrid of <c>[N, 2, 3]</c>.</summary>
    public static string AffineGrid(this OnnxGraph graph, string theta, int height, int width, bool alignCorners)
    {
        // It wants [N, C, H, W] of what will be sampled, and looks at all but C.
        string images = graph.Add("Shape", [theta], OnnxAttribute.Integer("start", 0), OnnxAttribute.Integer("end", 1));
        string size = graph.Add("Concat", [images, graph.Integers(1, height, width)], OnnxAttribute.Integer("axis", 0));
        return graph.Add("AffineGrid", [theta, size], OnnxAttribute.Flag("align_corners", alignCorners));
    }

    /// <summary>GridSample at <c>[N, OutH, OutW, 2]</c>.</summary>
    /// <exception cref="NotSupportedException">Bicubic with border padding: ONNX moves a position outside to the edge first, here and in PyTorch only its neighbours are.</exception>
    public static string GridSample(this OnnxGraph graph, string image, string grid, SampleMode mode, SamplePadding padding, bool alignCorners) =>
        (mode, padding) == (SampleMode.Bicubic, SamplePadding.Border)
        ? throw new NotSupportedException("ONNX: bicubic sampling with border padding cannot be exported: ONNX reads other values outside the image. Use another padding, or bilinear sampling.")
        : graph.Add(
            "GridSample",
            [image, grid],
            OnnxAttribute.Text("mode", mode switch { SampleMode.Nearest => "nearest", SampleMode.Bicubic => "cubic", _ => "linear" }),
            OnnxAttribute.Text("padding_mode", padding switch { SamplePadding.Border => "border", SamplePadding.Reflection => "reflection", _ => "zeros" }),
            OnnxAttribute.Flag("align_corners", alignCorners));

    /// <summary>The points that the identity reads, <c>[1, OutH, OutW, 2]</c>.</summary>
    public static string IdentityGrid(this OnnxGraph graph, int height, int width, bool alignCorners)
    {
        float[] points = new float[2 * height * width];
        for (int i = 0; i < height * width; i++)
        {
            points[2 * i] = Coordinate(i % width, width, alignCorners);
            points[(2 * i) + 1] = Coordinate(i / width, height, alignCorners);
        }

        return graph.Real(points, 1, height, width, 2);
    }

    // A lattice of one point lies in the middle.
    private static float Coordinate(int index, int extent, bool alignCorners)
    {
        double steps = alignCorners ? Math.Max(extent - 1, 1) : extent;
        return (float)(((2.0 * index) + 1 - extent) / steps);
    }
}
