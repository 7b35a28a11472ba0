using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Every mode and padding: the taps of both axes that lie inside the image, see SampleAxis.
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TapFootprint : IFootprint<TapFootprint>
{
    private readonly int _width;
    private readonly AxisTaps _rows, _columns;

    private TapFootprint(in GridSampleDims dims, float x, float y)
    {
        _width = dims.W;
        _rows = new AxisTaps(new SampleAxis(dims.H, dims.Mode, dims.Padding, dims.AlignCorners), y);
        _columns = new AxisTaps(new SampleAxis(dims.W, dims.Mode, dims.Padding, dims.AlignCorners), x);
    }

    public static TapFootprint At(in GridSampleDims dims, float x, float y) => new(dims, x, y);

    public float Read(ArrayView<float> image, int plane)
    {
        float sum = 0;
        for (int ky = 0; ky < _rows.Count; ky++)
        {
            SampleTap row = _rows[ky];
            for (int kx = 0; kx < _columns.Count; kx++)
            {
                SampleTap column = _columns[kx];
                sum = WeightedSum.Add(sum, row.Weight * column.Weight, image[At(plane, row, column)]);
            }
        }

        return sum;
    }

    public (float X, float Y) Slopes(ArrayView<float> image, int plane)
    {
        float slopeX = 0, slopeY = 0;
        for (int ky = 0; ky < _rows.Count; ky++)
        {
            SampleTap row = _rows[ky];
            for (int kx = 0; kx < _columns.Count; kx++)
            {
                SampleTap column = _columns[kx];
                float value = image[At(plane, row, column)];
                slopeX += value * row.Weight * column.Slope;
                slopeY += value * row.Slope * column.Weight;
            }
        }

        return (slopeX, slopeY);
    }

    public void Spread(ArrayView<long> sums, int plane, float grad)
    {
        for (int ky = 0; ky < _rows.Count; ky++)
        {
            SampleTap row = _rows[ky];
            for (int kx = 0; kx < _columns.Count; kx++)
            {
                SampleTap column = _columns[kx];
                FixedPoint.Add(sums, At(plane, row, column), row.Weight * column.Weight * grad);
            }
        }
    }

    private int At(int plane, in SampleTap row, in SampleTap column) => plane + (((row.Index * _width) + column.Index) * Layout.Lanes);
}
