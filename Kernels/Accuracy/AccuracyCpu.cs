namespace StnEngine.Kernels.Cpu;

internal sealed unsafe class AccuracyCpu<V>(CpuDevice device) : IAccuracy
    where V : unmanaged, ILanes<V>
{
    public void CountCorrect(in ClassificationDims dims, DeviceBuffer scores, DeviceBuffer labels, DeviceBuffer count) =>
        device.Submit(new CountCall(device, dims, scores, labels, count));

    private sealed class CountCall : ScalarSumCall<V>
    {
        private readonly ClassificationDims _dims;
        private readonly float* _scores;
        private readonly float* _labels;

        public CountCall(CpuDevice device, in ClassificationDims dims, DeviceBuffer scores, DeviceBuffer labels, DeviceBuffer count)
            : base(device, dims.Scores.Blocks, 1, count)
        {
            _dims = dims;
            _scores = At(scores);
            _labels = At(labels);
            Reads = [scores, labels];
        }

        protected override float BlockSum(int block)
        {
            float* scores = _scores + ((nint)block * _dims.Scores.BlockLength);
            int correct = 0;
            for (int lane = 0; lane < _dims.Scores.LiveLanes(block); lane++)
            {
                int best = 0;
                for (int c = 1; c < _dims.C; c++)
                {
                    best = scores[(c * Layout.Lanes) + lane] > scores[(best * Layout.Lanes) + lane] ? c : best;
                }

                correct += best == _dims.ClassOf(_labels[(block * Layout.Lanes) + lane]) ? 1 : 0;
            }

            return correct;
        }
    }
}
