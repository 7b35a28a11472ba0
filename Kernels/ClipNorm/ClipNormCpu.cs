namespace StnEngine.Kernels.Cpu;

internal sealed unsafe class ClipNormCpu<V>(CpuDevice device) : IClipNorm
    where V : unmanaged, ILanes<V>
{
    public void Norm(IReadOnlyList<DeviceBuffer> grads, DeviceBuffer norm) => device.Submit(new NormCall(device, [.. grads], norm));

    public void Clip(in ClipNormDims dims, DeviceBuffer norm, DeviceBuffer grads) => device.Submit(new ClipCall(dims, norm, grads));

    // Each buffer is cut into chunks of its own, which play the part of blocks. Where there are few one thread adds them up, to the same bits: waking
    // the others takes longer.
    private sealed class NormCall : ScalarSumCall<V>
    {
        private const int Chunk = 4096, ChunksOfOneThread = 64;
        private readonly int _chunks;
        private readonly float*[] _grads;
        private readonly long[] _lengths;
        private readonly float* _norm;

        public NormCall(CpuDevice device, DeviceBuffer[] grads, DeviceBuffer norm)
            : base(device, ChunksOf(grads), 1, norm)
        {
            _chunks = Blocks;
            Blocks = _chunks <= ChunksOfOneThread ? 0 : _chunks;
            _grads = new float*[grads.Length];
            _lengths = new long[grads.Length];
            for (int i = 0; i < grads.Length; i++)
            {
                _grads[i] = At(grads[i]);
                _lengths[i] = grads[i].Length;
            }

            _norm = At(norm);
            Reads = grads;
        }

        public override void RunPart(int part, Scratch scratch)
        {
            for (int chunk = Blocks; chunk < _chunks; chunk++)
            {
                RunBlock(chunk, scratch);
            }

            AddUp(_chunks);
            *_norm = MathF.Sqrt(*_norm);
        }

        protected override float BlockSum(int block)
        {
            int which = 0;
            for (int chunks = ChunksOf(_lengths[0]); block >= chunks; chunks = ChunksOf(_lengths[which]))
            {
                block -= chunks;
                which++;
            }

            long start = (long)block * Chunk;
            return SumOfSquares(_grads[which] + start, (int)Math.Min(Chunk, _lengths[which] - start));
        }

        private static float SumOfSquares(float* from, int length)
        {
            V sum = V.Broadcast(0);
            int k = 0;
            for (; k <= length - V.Width; k += V.Width)
            {
                V grad = V.Load(from + k);
                sum = V.MultiplyAdd(grad, grad, sum);
            }

            float total = V.Sum(sum);
            for (; k < length; k++)
            {
                total += from[k] * from[k];
            }

            return total;
        }

        private static int ChunksOf(long length) => (int)((length + Chunk - 1) / Chunk);

        private static int ChunksOf(DeviceBuffer[] buffers)
        {
            int chunks = 0;
            foreach (DeviceBuffer buffer in buffers)
            {
                chunks += ChunksOf(buffer.Length);
            }

            return chunks;
        }
    }

    private sealed class ClipCall : RangeCall
    {
        private readonly ClipNormDims _dims;
        private readonly float* _norm;
        private readonly float* _grads;

        public ClipCall(in ClipNormDims dims, DeviceBuffer norm, DeviceBuffer grads)
            : base(Layout.Plain(dims.Length))
        {
            _dims = dims;
            _norm = At(norm);
            _grads = At(grads);
            Reads = [norm];
            PartWrites = [grads];
        }

        protected override void Run(nint start, int length)
        {
            float factor = _dims.FactorFor(*_norm);
            int k = 0;
            for (; k <= length - V.Width; k += V.Width)
            {
                V.Store(_grads + start + k, V.Load(_grads + start + k) * V.Broadcast(factor));
            }

            for (; k < length; k++)
            {
                _grads[start + k] *= factor;
            }
        }
    }
}
