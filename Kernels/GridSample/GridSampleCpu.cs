namespace StnEngine.Kernels.Cpu;

// Sampling at a stored grid: see Sampler for the arithmetic.
internal sealed unsafe class GridSampleCpu<V>(CpuDevice device) : IGridSample
    where V : unmanaged, ILanes<V>
{
    public void Forward(in GridSampleDims dims, DeviceBuffer image, DeviceBuffer grid, DeviceBuffer output) =>
        device.Submit(new ForwardCall(dims, image, grid, output));

    public void Backward(in GridSampleDims dims, DeviceBuffer image, DeviceBuffer grid, DeviceBuffer gradOutput, DeviceBuffer? gradImage, DeviceBuffer? gradGrid)
    {
        if (gradImage is not null || gradGrid is not null)
        {
            device.Submit(new BackwardCall(dims, image, grid, gradOutput, gradImage, gradGrid));
        }
    }

    private sealed class ForwardCall : CpuCall
    {
        private readonly GridSampleDims _dims;
        private readonly float* _image;
        private readonly float* _grid;
        private readonly float* _output;

        public ForwardCall(in GridSampleDims dims, DeviceBuffer image, DeviceBuffer grid, DeviceBuffer output)
        {
            _dims = dims;
            _image = At(image);
            _grid = At(grid);
            _output = At(output);
            Blocks = dims.Image.Blocks;
            Reads = [image, grid];
            BlockWrites = [output];
            ScratchLength = Sampler.ScratchLength(dims);
        }

        public override void RunBlock(int block, Scratch scratch)
        {
            float* image = _image + ((long)block * _dims.Image.BlockLength);
            float* grid = _grid + ((long)block * _dims.Grid.BlockLength);
            float* output = _output + ((long)block * _dims.Output.BlockLength);
            for (int part = 0; part < Layout.Lanes; part += V.Width)
            {
                var positions = new GridPositions<V>(_dims, grid + part, null);
                Sampler.Forward<V, GridPositions<V>>(_dims, ref positions, image + part, output + part, scratch.Pointer);
            }
        }
    }

    private sealed class BackwardCall : CpuCall
    {
        private readonly GridSampleDims _dims;
        private readonly float* _image;
        private readonly float* _grid;
        private readonly float* _gradOutput;
        private readonly float* _gradImage;
        private readonly float* _gradGrid;

        public BackwardCall(in GridSampleDims dims, DeviceBuffer image, DeviceBuffer grid, DeviceBuffer gradOutput, DeviceBuffer? gradImage, DeviceBuffer? gradGrid)
        {
            _dims = dims;
            _image = At(image);
            _grid = At(grid);
            _gradOutput = At(gradOutput);
            _gradImage = AtOrNull(gradImage);
            _gradGrid = AtOrNull(gradGrid);
            Blocks = dims.Image.Blocks;
            Reads = [image, grid, gradOutput];
            BlockWrites = [gradImage, gradGrid];
            ScratchLength = 2 * Sampler.ScratchLength(dims);
        }

        public override void RunBlock(int block, Scratch scratch)
        {
            float* image = _image + ((long)block * _dims.Image.BlockLength);
            float* grid = _grid + ((long)block * _dims.Grid.BlockLength);
            float* gradOutput = _gradOutput + ((long)block * _dims.Output.BlockLength);
            float* gradImage = _gradImage == null ? null : _gradImage + ((long)block * _dims.Image.BlockLength);
            float* gradGrid = _gradGrid == null ? null : _gradGrid + ((long)block * _dims.Grid.BlockLength);
            for (int part = 0; part < Layout.Lanes; part += V.Width)
            {
                var positions = new GridPositions<V>(_dims, grid + part, gradGrid + part);
                float* partGradImage = gradImage == null ? null : gradImage + part;
                Sampler.Backward<V, GridPositions<V>>(_dims, ref positions, image + part, gradOutput + part, partGradImage, gradGrid != null, scratch.Pointer);
            }
        }
    }
}
