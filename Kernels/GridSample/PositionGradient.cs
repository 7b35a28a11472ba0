using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// The gradients of the positions that a sampler read: the slopes there against the output's gradient, summed over the channels.
[StructLayout(LayoutKind.Sequential)]
internal readonly struct PositionGradient<TPositions, TFootprint>(in GridSampleDims dims, TPositions positions, DeviceBuffer image, DeviceBuffer gradOutput) : IVectorField
    where TPositions : struct, IVectorField
    where TFootprint : struct, IFootprint<TFootprint>
{
    private readonly GridSampleDims _dims = dims;
    private readonly TPositions _positions = positions;
    private readonly ArrayView<float> _image = GpuBuffer.At(image);
    private readonly ArrayView<float> _gradOutput = GpuBuffer.At(gradOutput);

    public (float X, float Y) At(in OutputPixel pixel)
    {
        (float x, float y) = _positions.At(pixel);
        TFootprint footprint = TFootprint.At(_dims, x, y);
        float gradX = 0, gradY = 0;
        int plane = pixel.InImage(_dims), from = pixel.InOutput(_dims);
        for (int c = 0; c < _dims.C; c++)
        {
            (float slopeX, float slopeY) = footprint.Slopes(_image, plane);
            float grad = _gradOutput[from];
            gradX += grad * slopeX;
            gradY += grad * slopeY;
            plane += _dims.H * _dims.W * Layout.Lanes;
            from += _dims.OutH * _dims.OutW * Layout.Lanes;
        }

        return (gradX, gradY);
    }
}
