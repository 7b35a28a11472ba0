namespace StnEngine.Kernels.Cpu;

internal sealed unsafe class MemoryCpu<V>(CpuDevice device) : IMemory
    where V : unmanaged, ILanes<V>
{
    public void Fill(in Layout layout, DeviceBuffer buffer, float value) => device.Submit(new FillCall(layout, buffer, value));

    public void Copy(in Layout layout, DeviceBuffer from, DeviceBuffer to) => device.Submit(new CopyCall(layout, from, to));

    public void Add(in Layout layout, DeviceBuffer from, DeviceBuffer to) => device.Submit(new AddCall(layout, from, to));

    public void Increment(DeviceBuffer counter, float below) => device.Submit(new IncrementCall(counter, below));

    private sealed class FillCall : RangeCall
    {
        private readonly float* _buffer;
        private readonly float _value;

        public FillCall(in Layout layout, DeviceBuffer buffer, float value)
            : base(layout)
        {
            _buffer = At(buffer);
            _value = value;
            Writes(buffer);
            Zeroes = layout.IsBatched && value == 0 ? buffer : null;
        }

        protected override void Run(nint start, int length) => new Span<float>(_buffer + start, length).Fill(_value);
    }

    private sealed class CopyCall : RangeCall
    {
        private readonly float* _from;
        private readonly float* _to;

        public CopyCall(in Layout layout, DeviceBuffer from, DeviceBuffer to)
            : base(layout)
        {
            _from = At(from);
            _to = At(to);
            Reads = [from];
            Writes(to);
        }

        protected override void Run(nint start, int length) =>
            new ReadOnlySpan<float>(_from + start, length).CopyTo(new Span<float>(_to + start, length));
    }

    private sealed class AddCall : RangeCall
    {
        private readonly float* _from;
        private readonly float* _to;
        private bool _overwrites;

        public AddCall(in Layout layout, DeviceBuffer from, DeviceBuffer to)
            : base(layout)
        {
            _from = At(from);
            _to = At(to);
            Reads = [from];
            Writes(to);
        }

        public override bool TryOverwrite() => _overwrites = true;

        protected override void Run(nint start, int length)
        {
            if (!_overwrites)
            {
                BatchSum.AddScaled<V>(_to + start, _from + start, length, 1);
                return;
            }

            // Plus zero, which makes a zero positive. The length of a batch's block is a multiple of any vector's.
            V zero = V.Broadcast(0);
            for (nint k = start; k < start + length; k += V.Width)
            {
                V.Store(_to + k, zero + V.Load(_from + k));
            }
        }
    }

    private sealed class IncrementCall : CpuCall
    {
        private readonly float* _counter;
        private readonly float _below;

        public IncrementCall(DeviceBuffer counter, float below)
        {
            _counter = At(counter);
            _below = below;
            Parts = 1;
            PartWrites = [counter];
        }

        public override void RunPart(int part, Scratch scratch)
        {
            float next = *_counter + 1;
            *_counter = next < _below ? next : 0;
        }
    }
}
