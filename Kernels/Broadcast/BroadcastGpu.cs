namespace StnEngine.Kernels.Gpu;

internal sealed class BroadcastGpu(GpuDevice device) : IBroadcast
{
    public void Forward<TOperator>(in BroadcastDims dims, DeviceBuffer left, DeviceBuffer right, DeviceBuffer output)
        where TOperator : struct, IBinaryOperator =>
        throw new NotImplementedException($"{device}");

    public void Backward<TOperator>(in BroadcastDims dims, OperandSide side, DeviceBuffer left, DeviceBuffer right, DeviceBuffer gradOutput, DeviceBuffer grad)
        where TOperator : struct, IBinaryOperator =>
        throw new NotImplementedException($"{device}");
}
