namespace StnEngine.Kernels.Cpu;

internal sealed unsafe partial class BatchNormCpu<V>(CpuDevice device) : IBatchNorm
    where V : unmanaged, ILanes<V>
{
    public void Statistics(in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance) =>
        device.Submit(new StatisticsCall(device, dims, input, mean, variance));

    public void UpdateRunning(in BatchNormDims dims, float momentum, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer runningMean, DeviceBuffer runningVariance) =>
        device.Submit(new UpdateRunningCall(dims, momentum, mean, variance, runningMean, runningVariance));

    public void Forward(in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer weight, DeviceBuffer bias, DeviceBuffer output) =>
        device.Submit(new ForwardCall(dims, input, mean, variance, weight, bias, output));

    public void BackwardSums(in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer gradOutput, DeviceBuffer gradSum, DeviceBuffer gradNormalSum) =>
        device.Submit(new BackwardSumsCall(device, dims, input, mean, variance, gradOutput, gradSum, gradNormalSum));

    public void BackwardEvaluated(in BatchNormDims dims, DeviceBuffer variance, DeviceBuffer weight, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        device.Submit(new BackwardEvaluatedCall(dims, variance, weight, gradOutput, gradInput));

    public void BackwardTrained(
        in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer weight, DeviceBuffer gradOutput,
        DeviceBuffer gradSum, DeviceBuffer gradNormalSum, DeviceBuffer gradInput) =>
        device.Submit(new BackwardTrainedCall(dims, input, mean, variance, weight, gradOutput, gradSum, gradNormalSum, gradInput));

    private static float InverseDeviation(float variance, float epsilon) => 1 / MathF.Sqrt(variance + epsilon);

    // The walk over the channels of a block. A channel is one run of floats: its positions, 16 images each.
    private abstract class ChannelCall : CpuCall
    {
        protected ChannelCall(in BatchNormDims dims)
        {
            Dims = dims;
            Blocks = dims.Input.Blocks;
        }

        protected BatchNormDims Dims { get; }

        public override void RunBlock(int block, Scratch scratch)
        {
            int length = Dims.Positions * Layout.Lanes;
            nint start = (nint)block * Dims.Input.BlockLength;
            for (int c = 0; c < Dims.C; c++, start += length)
            {
                RunChannel(block, c, start, start + length);
            }
        }

        // Floats `start` up to `end` of every batched buffer are channel c of the block.
        protected abstract void RunChannel(int block, int c, nint start, nint end);
    }
}
