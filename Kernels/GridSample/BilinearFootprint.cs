using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Two pixels by two: see LinearTaps. All four may be read, so nothing branches on a position.
[StructLayout(LayoutKind.Sequential)]
internal readonly struct BilinearFootprint : IFootprint<BilinearFootprint>
{
    // Weights of rows and columns, then their slopes.
    private readonly float _top, _bottom, _left, _right;
    private readonly float _topSlope, _bottomSlope, _leftSlope, _rightSlope;

    // Of the four pixels in a plane.
    private readonly int _topLeft, _topRight, _bottomLeft, _bottomRight;

    private BilinearFootprint(in GridSampleDims dims, float x, float y)
    {
        bool zeros = dims.Padding == SamplePadding.Zeros;
        var columns = new LinearTaps<Scalar>(new Scalar(x), dims.W, zeros);
        var rows = new LinearTaps<Scalar>(new Scalar(y), dims.H, zeros);
        (_top, _bottom, _left, _right) = (rows.FirstWeight.Value, rows.SecondWeight.Value, columns.FirstWeight.Value, columns.SecondWeight.Value);
        (_topSlope, _bottomSlope) = (rows.FirstSlope.Value, rows.SecondSlope.Value);
        (_leftSlope, _rightSlope) = (columns.FirstSlope.Value, columns.SecondSlope.Value);
        int top = (int)rows.First.Value * dims.W, bottom = (int)rows.Second.Value * dims.W;
        int left = (int)columns.First.Value, right = (int)columns.Second.Value;
        (_topLeft, _topRight) = ((top + left) * Layout.Lanes, (top + right) * Layout.Lanes);
        (_bottomLeft, _bottomRight) = ((bottom + left) * Layout.Lanes, (bottom + right) * Layout.Lanes);
    }

    public static BilinearFootprint At(in GridSampleDims dims, float x, float y) => new(dims, x, y);

    public float Read(ArrayView<float> image, int plane)
    {
        float topLeft = image[plane + _topLeft], topRight = image[plane + _topRight];
        float bottomLeft = image[plane + _bottomLeft], bottomRight = image[plane + _bottomRight];
        float sum = WeightedSum.Add(0, _top * _left, topLeft);
        sum = WeightedSum.Add(sum, _top * _right, topRight);
        sum = WeightedSum.Add(sum, _bottom * _left, bottomLeft);
        return WeightedSum.Add(sum, _bottom * _right, bottomRight);
    }

    public (float X, float Y) Slopes(ArrayView<float> image, int plane)
    {
        float topLeft = image[plane + _topLeft], topRight = image[plane + _topRight];
        float bottomLeft = image[plane + _bottomLeft], bottomRight = image[plane + _bottomRight];
        float left = (_top * topLeft) + (_bottom * bottomLeft), right = (_top * topRight) + (_bottom * bottomRight);
        float upper = (_left * topLeft) + (_right * topRight), lower = (_left * bottomLeft) + (_right * bottomRight);
        return ((_leftSlope * left) + (_rightSlope * right), (_topSlope * upper) + (_bottomSlope * lower));
    }

    public void Spread(ArrayView<long> sums, int plane, float grad)
    {
        FixedPoint.Add(sums, plane + _topLeft, _top * _left * grad);
        FixedPoint.Add(sums, plane + _topRight, _top * _right * grad);
        FixedPoint.Add(sums, plane + _bottomLeft, _bottom * _left * grad);
        FixedPoint.Add(sums, plane + _bottomRight, _bottom * _right * grad);
    }
}
