namespace StnEngine.Kernels.Cpu;

internal sealed unsafe class CrossEntropyCpu<V>(CpuDevice device) : ICrossEntropy
    where V : unmanaged, ILanes<V>
{
    public void Forward(in ClassificationDims dims, DeviceBuffer logits, DeviceBuffer labels, DeviceBuffer loss) =>
        device.Submit(new ForwardCall(device, dims, logits, labels, loss));

    public void Backward(in ClassificationDims dims, DeviceBuffer logits, DeviceBuffer labels, DeviceBuffer gradLoss, DeviceBuffer gradLogits) =>
        device.Submit(new BackwardCall(dims, logits, labels, gradLoss, gradLogits));

    private sealed class ForwardCall : ScalarSumCall<V>
    {
        private readonly ClassificationDims _dims;
        private readonly float* _logits;
        private readonly float* _labels;

        public ForwardCall(CpuDevice device, in ClassificationDims dims, DeviceBuffer logits, DeviceBuffer labels, DeviceBuffer loss)
            : base(device, dims.Scores.Blocks, 1f / dims.N, loss)
        {
            _dims = dims;
            _logits = At(logits);
            _labels = At(labels);
            Reads = [logits, labels];
        }

        protected override float BlockSum(int block)
        {
            float* logits = _logits + ((nint)block * _dims.Scores.BlockLength);
            float* logSums = stackalloc float[Layout.Lanes];
            for (int lane = 0; lane < Layout.Lanes; lane += V.Width)
            {
                V.Store(logSums + lane, LogSoftmaxCpu<V>.LogSumExp(logits + lane, _dims.C, Layout.Lanes));
            }

            float sum = 0;
            for (int lane = 0; lane < _dims.Scores.LiveLanes(block); lane++)
            {
                int label = _dims.ClassOf(_labels[(block * Layout.Lanes) + lane]);
                sum += label < 0 ? float.NaN : logSums[lane] - logits[(label * Layout.Lanes) + lane];
            }

            return sum;
        }
    }

    private sealed class BackwardCall : CpuCall
    {
        private readonly ClassificationDims _dims;
        private readonly float* _logits;
        private readonly float* _labels;
        private readonly float* _gradLoss;
        private readonly float* _gradLogits;

        public BackwardCall(in ClassificationDims dims, DeviceBuffer logits, DeviceBuffer labels, DeviceBuffer gradLoss, DeviceBuffer gradLogits)
        {
            _dims = dims;
            _logits = At(logits);
            _labels = At(labels);
            _gradLoss = At(gradLoss);
            _gradLogits = At(gradLogits);
            Blocks = dims.Scores.Blocks;
            Reads = [logits, labels, gradLoss];
            BlockWrites = [gradLogits];
        }

        public override void RunBlock(int block, Scratch scratch)
        {
            nint start = (nint)block * _dims.Scores.BlockLength;
            int live = _dims.Scores.LiveLanes(block);
            float slope = *_gradLoss / _dims.N;
            for (int part = 0; part < Layout.Lanes; part += V.Width)
            {
                V logSum = LogSoftmaxCpu<V>.LogSumExp(_logits + start + part, _dims.C, Layout.Lanes);
                V scale = V.Select(V.FirstLanes(live - part), V.Broadcast(slope), V.Broadcast(0));
                for (int c = 0; c < _dims.C; c++)
                {
                    nint at = start + (c * Layout.Lanes) + part;
                    V probability = V.Exp(V.Load(_logits + at) - logSum);
                    V.Store(_gradLogits + at, V.MultiplyAdd(probability, scale, V.Load(_gradLogits + at)));
                }
            }

            for (int lane = 0; lane < live; lane++)
            {
                int label = _dims.ClassOf(_labels[(block * Layout.Lanes) + lane]);
                if (label >= 0)
                {
                    _gradLogits[start + (label * Layout.Lanes) + lane] -= slope;
                }
            }
        }
    }
}
