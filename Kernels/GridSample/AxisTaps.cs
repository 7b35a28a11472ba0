using System.Runtime.InteropServices;

namespace StnEngine.Kernels.Gpu;

// The taps of a position along one axis that lie inside the image, in a thread's registers: at most four.
[StructLayout(LayoutKind.Sequential)]
internal readonly struct AxisTaps
{
    public readonly int Count;
    private readonly SampleTap _first, _second, _third, _fourth;

    public AxisTaps(in SampleAxis axis, float position)
    {
        for (int k = 0; k < axis.Taps; k++)
        {
            SampleTap tap = axis.Tap(position, k);
            if (tap.Index >= 0)
            {
                _first = Count == 0 ? tap : _first;
                _second = Count == 1 ? tap : _second;
                _third = Count == 2 ? tap : _third;
                _fourth = Count == 3 ? tap : _fourth;
                Count++;
            }
        }
    }

    public SampleTap this[int i] => i == 0 ? _first : i == 1 ? _second : i == 2 ? _third : _fourth;
}
