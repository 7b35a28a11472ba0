namespace StnEngine.Kernels.Cpu;

// Row by row. In a batch a number of the box is a vector of 16 images, so a row is still one run of floats; idle lanes go along.
internal sealed unsafe class CopyBoxCpu<V>(CpuDevice device) : ICopyBox
    where V : unmanaged, ILanes<V>
{
    public void Forward(in CopyBoxDims dims, DeviceBuffer input, DeviceBuffer output) =>
        device.Submit(new BoxCall(dims, dims.From, dims.To, input, output, add: false));

    public void Backward(in CopyBoxDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        device.Submit(new BoxCall(dims, dims.To, dims.From, gradOutput, gradInput, add: true));

    private sealed class BoxCall : CpuCall
    {
        private readonly CopyBoxDims _dims;
        private readonly BoxPlace _source;
        private readonly BoxPlace _target;
        private readonly float* _from;
        private readonly float* _to;
        private readonly bool _add;

        public BoxCall(in CopyBoxDims dims, in BoxPlace source, in BoxPlace target, DeviceBuffer from, DeviceBuffer to, bool add)
        {
            _dims = dims;
            _source = source;
            _target = target;
            _from = At(from);
            _to = At(to);
            _add = add;
            Blocks = dims.FromLayout.Blocks;
            Parts = Blocks == 0 ? 1 : 0;
            Reads = [from];
            BlockWrites = Blocks == 0 ? [] : [to];
            PartWrites = Blocks == 0 ? [to] : [];
        }

        public override void RunBlock(int block, Scratch scratch) =>
            Run(_from + ((nint)block * _source.Rest * Layout.Lanes), _to + ((nint)block * _target.Rest * Layout.Lanes), Layout.Lanes);

        public override void RunPart(int part, Scratch scratch) => Run(_from, _to, 1);

        // `width` floats make one number of the box.
        private void Run(float* from, float* to, nint width)
        {
            int length = _dims.Columns * (int)width;
            for (int outer = 0; outer < _dims.Outer; outer++)
            {
                float* source = from + ((_source.Start + ((nint)outer * _source.OuterStep)) * width);
                float* target = to + ((_target.Start + ((nint)outer * _target.OuterStep)) * width);
                for (int row = 0; row < _dims.Rows; row++, source += _source.RowStep * width, target += _target.RowStep * width)
                {
                    if (_add)
                    {
                        BatchSum.AddScaled<V>(target, source, length, 1);
                    }
                    else
                    {
                        new ReadOnlySpan<float>(source, length).CopyTo(new Span<float>(target, length));
                    }
                }
            }
        }
    }
}
