using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// One thread per kept position and image, idle lanes included; it walks what is reduced, in reading order.
internal sealed partial class AxisReduceGpu
{
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct MaxForwardKernel(in AxisReduceDims dims, DeviceBuffer input, DeviceBuffer output) : IThreadKernel
    {
        private readonly MaxWalk _walk = new(dims, input);
        private readonly ArrayView<float> _output = GpuBuffer.At(output);
        private readonly int _reduced = dims.Reduced;

        public void Run(int i)
        {
            int first = _walk.First(i);
            float best = _walk.Input[first];
            for (int r = 1; r < _reduced; r++)
            {
                best = GpuMath.Max(best, _walk.Input[first + _walk.Step(r)]);
            }

            _output[i] = best;
        }
    }

    // The maximum is looked for again instead of stored: the first element that equals it, or is NaN as it is, takes the gradient.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct MaxBackwardKernel(in AxisReduceDims dims, DeviceBuffer input, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput) : IThreadKernel
    {
        private readonly MaxWalk _walk = new(dims, input);
        private readonly ArrayView<float> _output = GpuBuffer.At(output);
        private readonly ArrayView<float> _gradOutput = GpuBuffer.At(gradOutput);
        private readonly ArrayView<float> _gradInput = GpuBuffer.At(gradInput);
        private readonly int _reduced = dims.Reduced;

        public void Run(int i)
        {
            int first = _walk.First(i);
            float best = _output[i];
            for (int r = 0; r < _reduced; r++)
            {
                int at = first + _walk.Step(r);
                float x = _walk.Input[at];
                if (x == best || float.IsNaN(x))
                {
                    _gradInput[at] += _gradOutput[i];
                    return;
                }
            }
        }
    }

    // Where the floats of the input lie that belong to one of the output.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct MaxWalk(in AxisReduceDims dims, DeviceBuffer input)
    {
        public readonly ArrayView<float> Input = GpuBuffer.At(input);
        private readonly AxisReduceDims _dims = dims;
        private readonly int _lanes = dims.Input.IsBatched ? Layout.Lanes : 1;

        public int First(int output)
        {
            int kept = output / _lanes;
            int block = kept / _dims.Kept;
            int first = (block * _dims.Input.Rest) + _dims.First(kept - (block * _dims.Kept));
            return (first * _lanes) + (output % _lanes);
        }

        public int Step(int r) => _dims.Step(r) * _lanes;
    }
}
