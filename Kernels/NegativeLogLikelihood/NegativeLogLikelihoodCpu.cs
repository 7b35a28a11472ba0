namespace StnEngine.Kernels.Cpu;

internal sealed unsafe class NegativeLogLikelihoodCpu<V>(CpuDevice device) : INegativeLogLikelihood
    where V : unmanaged, ILanes<V>
{
    public void Forward(in ClassificationDims dims, DeviceBuffer logProbabilities, DeviceBuffer labels, DeviceBuffer loss) =>
        device.Submit(new ForwardCall(device, dims, logProbabilities, labels, loss));

    public void Backward(in ClassificationDims dims, DeviceBuffer labels, DeviceBuffer gradLoss, DeviceBuffer gradLogProbabilities) =>
        device.Submit(new BackwardCall(dims, labels, gradLoss, gradLogProbabilities));

    private sealed class ForwardCall : ScalarSumCall<V>
    {
        private readonly ClassificationDims _dims;
        private readonly float* _logProbabilities;
        private readonly float* _labels;

        public ForwardCall(CpuDevice device, in ClassificationDims dims, DeviceBuffer logProbabilities, DeviceBuffer labels, DeviceBuffer loss)
            : base(device, dims.Scores.Blocks, 1f / dims.N, loss)
        {
            _dims = dims;
            _logProbabilities = At(logProbabilities);
            _labels = At(labels);
            Reads = [logProbabilities, labels];
        }

        protected override float BlockSum(int block)
        {
            float* scores = _logProbabilities + ((nint)block * _dims.Scores.BlockLength);
            float sum = 0;
            for (int lane = 0; lane < _dims.Scores.LiveLanes(block); lane++)
            {
                int label = _dims.ClassOf(_labels[(block * Layout.Lanes) + lane]);
                sum -= label < 0 ? float.NaN : scores[(label * Layout.Lanes) + lane];
            }

            return sum;
        }
    }

    private sealed class BackwardCall : CpuCall
    {
        private readonly ClassificationDims _dims;
        private readonly float* _labels;
        private readonly float* _gradLoss;
        private readonly float* _grad;

        public BackwardCall(in ClassificationDims dims, DeviceBuffer labels, DeviceBuffer gradLoss, DeviceBuffer grad)
        {
            _dims = dims;
            _labels = At(labels);
            _gradLoss = At(gradLoss);
            _grad = At(grad);
            Blocks = dims.Scores.Blocks;
            Reads = [labels, gradLoss];
            BlockWrites = [grad];
        }

        public override void RunBlock(int block, Scratch scratch)
        {
            float* grad = _grad + ((nint)block * _dims.Scores.BlockLength);
            float slope = *_gradLoss / _dims.N;
            for (int lane = 0; lane < _dims.Scores.LiveLanes(block); lane++)
            {
                int label = _dims.ClassOf(_labels[(block * Layout.Lanes) + lane]);
                if (label >= 0)
                {
                    grad[(label * Layout.Lanes) + lane] -= slope;
                }
            }
        }
    }
}
