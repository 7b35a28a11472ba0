using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

internal sealed class MaxPool2dGpu(GpuDevice device) : IMaxPool2d
{
    public void Forward(in Pool2dDims dims, DeviceBuffer input, DeviceBuffer output) =>
        device.Launch(dims.Output.StoredLength, new ForwardKernel(dims, input, output));

    public void Backward(in Pool2dDims dims, DeviceBuffer input, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        device.Launch(dims.Input.StoredLength, new BackwardKernel(dims, input, output, gradOutput, gradInput));

    // One thread per output position and image, idle lanes included; it walks its window.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct ForwardKernel(in Pool2dDims dims, DeviceBuffer input, DeviceBuffer output) : IThreadKernel
    {
        private readonly Pool2dDims _dims = dims;
        private readonly ArrayView<float> _input = GpuBuffer.At(input);
        private readonly ArrayView<float> _output = GpuBuffer.At(output);
        private readonly float _least = dims.Relu ? 0 : float.NegativeInfinity;

        public void Run(int i)
        {
            Pool2dPlace at = Pool2dPlace.Of(i, _dims.OutH, _dims.OutW);
            (int top, int left, int bottom, int right) = _dims.Window(at.Y, at.X);
            float best = float.NegativeInfinity;
            for (int y = top; y < bottom; y++)
            {
                int row = ((at.Plane * _dims.H) + y) * _dims.W;
                for (int x = left; x < right; x++)
                {
                    best = GpuMath.Max(best, _input[((row + x) * Layout.Lanes) + at.Lane]);
                }
            }

            _output[i] = GpuMath.Max(best, _least);
        }
    }

    // One thread per input position and image, idle lanes included. It asks the windows over it, in reading order, whether their
    // maximum is its own and no one before it in the window has the same: the gradient goes to the first. So no two threads add
    // to one place. A maximum that is NaN equals nothing, and its gradient is lost as on the CPU; so is that of one that ReLU set to zero.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct BackwardKernel(in Pool2dDims dims, DeviceBuffer input, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput) : IThreadKernel
    {
        private readonly Pool2dDims _dims = dims;
        private readonly ArrayView<float> _input = GpuBuffer.At(input);
        private readonly ArrayView<float> _output = GpuBuffer.At(output);
        private readonly ArrayView<float> _gradOutput = GpuBuffer.At(gradOutput);
        private readonly ArrayView<float> _gradInput = GpuBuffer.At(gradInput);

        public void Run(int i)
        {
            Pool2dPlace at = Pool2dPlace.Of(i, _dims.H, _dims.W);
            (int firstRow, int endRow) = _dims.RowsOver(at.Y);
            (int firstColumn, int endColumn) = _dims.ColumnsOver(at.X);
            float value = _input[i];
            float grad = 0;
            for (int oy = firstRow; oy < endRow; oy++)
            {
                for (int ox = firstColumn; ox < endColumn; ox++)
                {
                    int o = ((((at.Plane * _dims.OutH) + oy) * _dims.OutW) + ox) * Layout.Lanes;
                    if ((!_dims.Relu || value > 0) && value == _output[o + at.Lane] && IsFirst(value, at, oy, ox))
                    {
                        grad += _gradOutput[o + at.Lane];
                    }
                }
            }

            _gradInput[i] += grad;
        }

        // Whether no position before `at` in the window holds the same value.
        private bool IsFirst(float value, Pool2dPlace at, int oy, int ox)
        {
            (int top, int left, _, int right) = _dims.Window(oy, ox);
            for (int y = top; y <= at.Y; y++)
            {
                int row = ((at.Plane * _dims.H) + y) * _dims.W;
                int end = y < at.Y ? right : at.X;
                for (int x = left; x < end; x++)
                {
                    if (_input[((row + x) * Layout.Lanes) + at.Lane] == value)
                    {
                        return false;
                    }
                }
            }

            return true;
        }
    }
}
