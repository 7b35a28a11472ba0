using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

// One pixel that a position reads along one axis. Index -1: outside, reads zero. Slope is the weight's derivative in the position.
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct SampleTap(int Index, float Weight, float Slope);
