using ILGPU.Algorithms;

namespace StnEngine.Kernels.Gpu;

internal sealed partial class BatchNormGpu(GpuDevice device) : IBatchNorm
{
    // Two launches: see RowKernel.
    public void Statistics(in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance)
    {
        var rows = new BatchNormRows(dims, device.GroupSize);
        using GpuBuffer partials = device.Temporary(3L * rows.Count * dims.C);
        device.LaunchGroups(checked(rows.Count * dims.C), new RowKernel(dims, rows, input, partials));
        device.LaunchGroups(dims.C, new StatisticsKernel(dims, rows, partials, mean, variance));
    }

    public void UpdateRunning(in BatchNormDims dims, float momentum, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer runningMean, DeviceBuffer runningVariance) =>
        device.Launch(dims.C, new UpdateRunningKernel(dims, momentum, mean, variance, runningMean, runningVariance));

    public void Forward(in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer weight, DeviceBuffer bias, DeviceBuffer output) =>
        device.Launch(dims.Input.StoredLength, new ForwardKernel(dims, input, mean, variance, weight, bias, output));

    public void BackwardSums(in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer gradOutput, DeviceBuffer gradSum, DeviceBuffer gradNormalSum)
    {
        var sums = new TermSumDims(dims.Input, PerImage: false, dims.C, dims.Positions);
        TermSum.Launch(device, sums, new GradTerms(dims, gradOutput), 1, GpuBuffer.At(gradSum), accumulate: false);
        TermSum.Launch(device, sums, new GradNormalTerms(dims, input, mean, variance, gradOutput), 1, GpuBuffer.At(gradNormalSum), accumulate: false);
    }

    public void BackwardEvaluated(in BatchNormDims dims, DeviceBuffer variance, DeviceBuffer weight, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        device.Launch(dims.Input.StoredLength, new BackwardEvaluatedKernel(dims, variance, weight, gradOutput, gradInput));

    public void BackwardTrained(
        in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer weight, DeviceBuffer gradOutput,
        DeviceBuffer gradSum, DeviceBuffer gradNormalSum, DeviceBuffer gradInput) =>
        device.Launch(
            dims.Input.StoredLength,
            new BackwardTrainedKernel(dims, input, mean, variance, weight, gradOutput, gradSum, gradNormalSum, gradInput));

    private static float InverseDeviation(float variance, float epsilon) => 1 / XMath.Sqrt(variance + epsilon);

    // The channel that a float of a batched buffer belongs to.
    private static int ChannelOf(int index, in BatchNormDims dims) => index / (dims.Positions * Layout.Lanes) % dims.C;

    // Where the float of a position of a channel lies.
    private static int Place(in BatchNormDims dims, int block, int lane, int channel, int position) =>
        (((((block * dims.C) + channel) * dims.Positions) + position) * Layout.Lanes) + lane;
}
