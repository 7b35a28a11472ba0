using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

internal sealed class AccuracyGpu(GpuDevice device) : IAccuracy
{
    public void CountCorrect(in ClassificationDims dims, DeviceBuffer scores, DeviceBuffer labels, DeviceBuffer count) =>
        TermSum.Launch(
            device, new TermSumDims(dims.Scores, PerImage: false, Columns: 1, Terms: 1), new CorrectTerms(dims, scores, labels), 1,
            GpuBuffer.At(count), accumulate: false);

    // 1 for an image whose label has the first of the highest scores, else 0.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct CorrectTerms(in ClassificationDims dims, DeviceBuffer scores, DeviceBuffer labels) : ITerms
    {
        private readonly ArrayView<float> _scores = GpuBuffer.At(scores);
        private readonly ArrayView<float> _labels = GpuBuffer.At(labels);
        private readonly ClassificationDims _dims = dims;

        public float At(int block, int lane, int column, int index)
        {
            int first = (block * _dims.C * Layout.Lanes) + lane;
            int best = 0;
            float highest = _scores[first];
            for (int c = 1; c < _dims.C; c++)
            {
                float score = _scores[first + (c * Layout.Lanes)];
                best = score > highest ? c : best;
                highest = score > highest ? score : highest;
            }

            return best == _dims.ClassOf(_labels[(block * Layout.Lanes) + lane]) ? 1f : 0f;
        }
    }
}
