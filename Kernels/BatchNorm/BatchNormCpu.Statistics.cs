namespace StnEngine.Kernels.Cpu;

internal sealed unsafe partial class BatchNormCpu<V>
{
    // Per block and channel: about its mean, rounded to a float, the sums of distances and of their squares. Then over blocks, in
    // a tree: distances are moved from the block's centre to the first block's for the mean, to the mean for the variance. All
    // of these are small numbers, however large the mean is; nowhere is a squared mean subtracted from a mean of squares.
    private sealed class StatisticsCall : ChannelCall
    {
        private readonly float* _input;
        private readonly float* _mean;
        private readonly float* _variance;

        // [Blocks, C] each; the last is what the tree folds.
        private readonly float* _centres;
        private readonly float* _distances;
        private readonly float* _squares;
        private readonly float* _folded;

        public StatisticsCall(CpuDevice device, in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance)
            : base(dims)
        {
            _input = At(input);
            _mean = At(mean);
            _variance = At(variance);
            Parts = BatchSum.Parts(dims.C);
            long length = (long)Blocks * dims.C;
            Partials = (CpuBuffer)device.Allocate(4 * length);
            _centres = Partials.Pointer;
            _distances = _centres + length;
            _squares = _distances + length;
            _folded = _squares + length;
            Reads = [input];
            PartWrites = [mean, variance];
        }

        protected override void RunChannel(int block, int c, nint start, nint end)
        {
            int live = Dims.Input.LiveLanes(block);
            nint at = ((nint)block * Dims.C) + c;
            _centres[at] = LaneSum.OfRun<V>(_input + start, Dims.Positions, live) / CountOf(block);
            (_distances[at], _squares[at]) = SumsAbout(_centres[at], _input + start, Dims.Positions, live);
        }

        public override void RunPart(int part, Scratch scratch)
        {
            int first = part * BatchSum.PartLength;
            int end = Math.Min(first + BatchSum.PartLength, Dims.C);
            for (int block = 0; block < Blocks; block++)
            {
                nint row = (nint)block * Dims.C;
                for (int c = first; c < end; c++)
                {
                    _folded[row + c] = _distances[row + c] + (CountOf(block) * (_centres[row + c] - _centres[c]));
                }
            }

            // Until the variance is done, the mean is kept as its distance from the first block's centre.
            Mean(_folded, part, _mean);
            for (int block = 0; block < Blocks; block++)
            {
                nint row = (nint)block * Dims.C;
                for (int c = first; c < end; c++)
                {
                    float move = _centres[row + c] - _centres[c] - _mean[c];
                    float moved = _squares[row + c] + (move * ((2 * _distances[row + c]) + (CountOf(block) * move)));
                    _folded[row + c] = MathF.Max(moved, 0);
                }
            }

            Mean(_folded, part, _variance);
            for (int c = first; c < end; c++)
            {
                _mean[c] += _centres[c];
            }
        }

        private static (float Distances, float Squares) SumsAbout(float centre, float* from, int positions, int live)
        {
            float total = 0, totalSquares = 0;
            V shift = V.Broadcast(centre), zero = V.Broadcast(0);
            for (int lane = 0; lane < Layout.Lanes; lane += V.Width)
            {
                V sum = zero, squares = zero;
                for (int k = 0; k < positions; k++)
                {
                    V distance = V.Load(from + lane + ((nint)k * Layout.Lanes)) - shift;
                    sum += distance;
                    squares = V.MultiplyAdd(distance, distance, squares);
                }

                V mask = V.FirstLanes(live - lane);
                total += V.Sum(V.Select(mask, sum, zero));
                totalSquares += V.Sum(V.Select(mask, squares, zero));
            }

            return (total, totalSquares);
        }

        private void Mean(float* sums, int part, float* mean)
        {
            int first = part * BatchSum.PartLength;
            new Span<float>(mean + first, Math.Min(BatchSum.PartLength, Dims.C - first)).Clear();
            BatchSum.AddPart<V>(sums, Blocks, Dims.C, part, Dims.C, 1f / Dims.Count, mean);
        }

        private float CountOf(int block) => Dims.Input.LiveLanes(block) * Dims.Positions;
    }

    private sealed class UpdateRunningCall : CpuCall
    {
        private readonly BatchNormDims _dims;
        private readonly float _momentum;
        private readonly float* _mean;
        private readonly float* _variance;
        private readonly float* _runningMean;
        private readonly float* _runningVariance;

        public UpdateRunningCall(in BatchNormDims dims, float momentum, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer runningMean, DeviceBuffer runningVariance)
        {
            _dims = dims;
            _momentum = momentum;
            _mean = At(mean);
            _variance = At(variance);
            _runningMean = At(runningMean);
            _runningVariance = At(runningVariance);
            Parts = 1;
            Reads = [mean, variance];
            PartWrites = [runningMean, runningVariance];
        }

        public override void RunPart(int part, Scratch scratch)
        {
            float unbias = (float)_dims.Count / (_dims.Count - 1);
            for (int c = 0; c < _dims.C; c++)
            {
                _runningMean[c] += _momentum * (_mean[c] - _runningMean[c]);
                _runningVariance[c] += _momentum * ((_variance[c] * unbias) - _runningVariance[c]);
            }
        }
    }
}
