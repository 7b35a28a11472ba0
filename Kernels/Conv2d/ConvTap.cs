using ILGPU;

namespace StnEngine.Kernels.Gpu;

// What one weight of a convolution is multiplied with, walked row by row. The weight after the last is the bias, which is always
// multiplied with 1. A tap past that reads zeros.
internal struct ConvTap
{
    private readonly int _channel;
    private readonly int _rowOffset;
    private readonly int _offset;
    private readonly float _otherwise;
    private ArrayView<float> _row;
    private int _length;

    public ConvTap(in Conv2dDims dims, ArrayView<float> input, int tap)
    {
        int window = dims.KernelH * dims.KernelW;
        _channel = tap / window;
        _rowOffset = (tap % window / dims.KernelW * dims.DilationH) - dims.PaddingH;
        _offset = ((tap % dims.KernelW * dims.DilationW) - dims.PaddingW) * Layout.Lanes;
        _otherwise = tap == dims.Taps ? 1f : 0f;
        _row = input;
        _length = 0;
    }

    // A row outside the image, and every row of the bias, has no values.
    public void EnterRow(in Conv2dDims dims, ArrayView<float> input, int block, int oy)
    {
        int row = (oy * dims.StrideH) + _rowOffset;
        _length = _channel < dims.C && (uint)row < (uint)dims.H ? dims.W * Layout.Lanes : 0;
        int at = _length == 0 ? 0 : ((((block * dims.C) + _channel) * dims.H) + row) * _length;
        _row = input.SubView(at, _length);
    }

    // `at` is where the window starts in the row: its column * Layout.Lanes + lane.
    public readonly float Read(int at) => (uint)(at + _offset) < (uint)_length ? _row[at + _offset] : _otherwise;
}
