namespace StnEngine.Kernels.Cpu;

internal sealed unsafe partial class AxisReduceCpu<V>(CpuDevice device) : IAxisReduce
    where V : unmanaged, ILanes<V>
{
    public void SumForward(in AxisReduceDims dims, DeviceBuffer input, DeviceBuffer output) =>
        device.Submit(dims.OverBatch ? new SumOverBatchCall(device, dims, input, output) : new SumForwardCall(dims, input, output));

    public void SumBackward(in AxisReduceDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        device.Submit(new SumBackwardCall(dims, gradOutput, gradInput));

    public void MaxForward(in AxisReduceDims dims, DeviceBuffer input, DeviceBuffer output) => device.Submit(new MaxForwardCall(dims, input, output));

    public void MaxBackward(in AxisReduceDims dims, DeviceBuffer input, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        device.Submit(new MaxBackwardCall(dims, input, output, gradOutput, gradInput));
}
