namespace StnEngine.Kernels.Gpu;

// The GPUs of a build without ILGPU: none, and what plays one in tests.
internal static class GpuAccelerators
{
    private const string WhyMissing = "this build has no ILGPU, the package that GPU devices need: build where the package source has ILGPU and ILGPU.Algorithms";

    public static GpuAccelerator OpenEmulated(int groupSize) => new StandInAccelerator(groupSize);

    public static GpuAccelerator OpenCuda(int index) => throw new DeviceException($"Device 'cuda:{index}' is not there: {WhyMissing}, or use --device cpu.");

    public static GpuAccelerator OpenOpenCL(int index) => throw new DeviceException($"Device 'opencl:{index}' is not there: {WhyMissing}, or use --device cpu.");

    // The spec of the best GPU, or null.
    public static string? Best() => null;

    public static IEnumerable<DeviceInfo> List() => [new DeviceInfo("cuda:0", null, WhyMissing), new DeviceInfo("opencl:0", null, WhyMissing)];
}
