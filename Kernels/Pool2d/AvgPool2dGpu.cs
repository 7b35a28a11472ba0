using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

internal sealed class AvgPool2dGpu(GpuDevice device) : IAvgPool2d
{
    public void Forward(in Pool2dDims dims, DeviceBuffer input, DeviceBuffer output) =>
        device.Launch(dims.Output.StoredLength, new ForwardKernel(dims, input, output));

    public void Backward(in Pool2dDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        device.Launch(dims.Input.StoredLength, new BackwardKernel(dims, gradOutput, gradInput));

    // One thread per output position and image, idle lanes included; it walks its window.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct ForwardKernel(in Pool2dDims dims, DeviceBuffer input, DeviceBuffer output) : IThreadKernel
    {
        private readonly Pool2dDims _dims = dims;
        private readonly ArrayView<float> _input = GpuBuffer.At(input);
        private readonly ArrayView<float> _output = GpuBuffer.At(output);

        public void Run(int i)
        {
            Pool2dPlace at = Pool2dPlace.Of(i, _dims.OutH, _dims.OutW);
            (int top, int left, int bottom, int right) = _dims.Window(at.Y, at.X);
            float sum = 0;
            for (int y = top; y < bottom; y++)
            {
                int row = ((at.Plane * _dims.H) + y) * _dims.W;
                for (int x = left; x < right; x++)
                {
                    sum += _input[((row + x) * Layout.Lanes) + at.Lane];
                }
            }

            _output[i] = sum / _dims.Divisor(at.Y, at.X);
        }
    }

    // One thread per input position and image, idle lanes included: it takes its share of the windows over it, in reading order.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct BackwardKernel(in Pool2dDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput) : IThreadKernel
    {
        private readonly Pool2dDims _dims = dims;
        private readonly ArrayView<float> _gradOutput = GpuBuffer.At(gradOutput);
        private readonly ArrayView<float> _gradInput = GpuBuffer.At(gradInput);

        public void Run(int i)
        {
            Pool2dPlace at = Pool2dPlace.Of(i, _dims.H, _dims.W);
            (int firstRow, int endRow) = _dims.RowsOver(at.Y);
            (int firstColumn, int endColumn) = _dims.ColumnsOver(at.X);
            float grad = 0;
            for (int oy = firstRow; oy < endRow; oy++)
            {
                for (int ox = firstColumn; ox < endColumn; ox++)
                {
                    int o = (((at.Plane * _dims.OutH) + oy) * _dims.OutW) + ox;
                    grad += _gradOutput[(o * Layout.Lanes) + at.Lane] / _dims.Divisor(oy, ox);
                }
            }

            _gradInput[i] += grad;
        }
    }
}
