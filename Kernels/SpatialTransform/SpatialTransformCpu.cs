namespace StnEngine.Kernels.Cpu;

// The sampler fed by positions that are worked out on the way: see Sampler and AffinePositions.
internal sealed unsafe class SpatialTransformCpu<V>(CpuDevice device) : ISpatialTransform
    where V : unmanaged, ILanes<V>
{
    public void Forward(in SpatialTransformDims dims, DeviceBuffer image, DeviceBuffer theta, DeviceBuffer output) =>
        device.Submit(new ForwardCall(dims, image, theta, output));

    public void Backward(in SpatialTransformDims dims, DeviceBuffer image, DeviceBuffer theta, DeviceBuffer gradOutput, DeviceBuffer? gradImage, DeviceBuffer? gradTheta)
    {
        if (gradImage is not null || gradTheta is not null)
        {
            device.Submit(new BackwardCall(dims, image, theta, gradOutput, gradImage, gradTheta));
        }
    }

    private sealed class ForwardCall : CpuCall
    {
        private readonly SpatialTransformDims _dims;
        private readonly float* _image;
        private readonly float* _theta;
        private readonly float* _output;

        public ForwardCall(in SpatialTransformDims dims, DeviceBuffer image, DeviceBuffer theta, DeviceBuffer output)
        {
            _dims = dims;
            _image = At(image);
            _theta = At(theta);
            _output = At(output);
            Blocks = dims.Image.Blocks;
            Reads = [image, theta];
            BlockWrites = [output];
            ScratchLength = Sampler.ScratchLength(dims.Sampling);
        }

        public override void RunBlock(int block, Scratch scratch)
        {
            float* image = _image + ((long)block * _dims.Image.BlockLength);
            float* theta = _theta + ((long)block * _dims.Theta.BlockLength);
            float* output = _output + ((long)block * _dims.Output.BlockLength);
            for (int part = 0; part < Layout.Lanes; part += V.Width)
            {
                var positions = new AffinePositions<V>(_dims, theta + part);
                Sampler.Forward<V, AffinePositions<V>>(_dims.Sampling, ref positions, image + part, output + part, scratch.Pointer);
            }
        }
    }

    private sealed class BackwardCall : CpuCall
    {
        private readonly SpatialTransformDims _dims;
        private readonly float* _image;
        private readonly float* _theta;
        private readonly float* _gradOutput;
        private readonly float* _gradImage;
        private readonly float* _gradTheta;

        public BackwardCall(in SpatialTransformDims dims, DeviceBuffer image, DeviceBuffer theta, DeviceBuffer gradOutput, DeviceBuffer? gradImage, DeviceBuffer? gradTheta)
        {
            _dims = dims;
            _image = At(image);
            _theta = At(theta);
            _gradOutput = At(gradOutput);
            _gradImage = AtOrNull(gradImage);
            _gradTheta = AtOrNull(gradTheta);
            Blocks = dims.Image.Blocks;
            Reads = [image, theta, gradOutput];
            BlockWrites = [gradImage, gradTheta];
            ScratchLength = 2 * Sampler.ScratchLength(dims.Sampling);
        }

        public override void RunBlock(int block, Scratch scratch)
        {
            float* image = _image + ((long)block * _dims.Image.BlockLength);
            float* theta = _theta + ((long)block * _dims.Theta.BlockLength);
            float* gradOutput = _gradOutput + ((long)block * _dims.Output.BlockLength);
            float* gradImage = _gradImage == null ? null : _gradImage + ((long)block * _dims.Image.BlockLength);
            for (int part = 0; part < Layout.Lanes; part += V.Width)
            {
                var positions = new AffinePositions<V>(_dims, theta + part);
                float* partGradImage = gradImage == null ? null : gradImage + part;
                Sampler.Backward<V, AffinePositions<V>>(_dims.Sampling, ref positions, image + part, gradOutput + part, partGradImage, _gradTheta != null, scratch.Pointer);
                if (_gradTheta != null)
                {
                    positions.AddTo(_gradTheta + ((long)block * _dims.Theta.BlockLength) + part);
                }
            }
        }
    }
}
