using System.Globalization;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace StnEngine.Kernels.Gpu;

// The GPUs that ILGPU finds, and its CPU accelerator, which plays one.
internal static class GpuAccelerators
{
    private const int CudaGroupSize = 128;
    private const int EmulatedWarp = 4;
    private const int EmulatedMultiprocessors = 16;

    public static GpuAccelerator OpenEmulated(int groupSize)
    {
        Context context = Context.Create(builder => builder.CPU(new CPUDevice(EmulatedWarp, groupSize / EmulatedWarp, 1)).EnableAlgorithms());
        return new IlgpuAccelerator("gpu-emulated", context, context.GetCPUDevice(0), groupSize, EmulatedMultiprocessors);
    }

    public static GpuAccelerator OpenCuda(int index)
    {
        Context context = CudaContext();
        int count = context.GetCudaDevices().Count;
        if (index < count)
        {
            return new IlgpuAccelerator($"cuda:{index}", context, context.GetCudaDevice(index), CudaGroupSize);
        }

        context.Dispose();
        throw NotThere($"cuda:{index}", count, WhyNoCuda());
    }

    public static GpuAccelerator OpenOpenCL(int index)
    {
        Context context = OpenCLContext();
        int count = context.GetCLDevices().Count;
        if (index < count)
        {
            CLDevice device = context.GetCLDevice(index);
            return new IlgpuAccelerator($"opencl:{index}", context, device, Math.Min(CudaGroupSize, device.MaxNumThreadsPerGroup));
        }

        context.Dispose();
        throw NotThere($"opencl:{index}", count, WhyNoOpenCL());
    }

    // The spec of the best GPU, or null.
    public static string? Best()
    {
        using (Context cuda = CudaContext())
        {
            if (cuda.GetCudaDevices().Count > 0)
            {
                return "cuda:0";
            }
        }

        using Context openCL = OpenCLContext();
        CLDevice[] devices = [.. openCL.Devices.OfType<CLDevice>()];
        int gpu = Array.FindIndex(devices, device => device.DeviceType == CLDeviceType.CL_DEVICE_TYPE_GPU);
        return gpu < 0 ? null : string.Create(CultureInfo.InvariantCulture, $"opencl:{gpu}");
    }

    public static IEnumerable<DeviceInfo> List()
    {
        using Context cuda = CudaContext();
        using Context openCL = OpenCLContext();
        return
        [
            .. Named("cuda", [.. cuda.Devices.OfType<CudaDevice>().Select(device => device.Name)], WhyNoCuda),
            .. Named("opencl", [.. openCL.Devices.OfType<CLDevice>().Select(device => $"{device.Name} ({device.PlatformName})")], WhyNoOpenCL),
        ];
    }

    private static Context CudaContext() => Context.Create(builder => builder.Cuda().EnableAlgorithms());

    // NVIDIA's OpenCL lacks what ILGPU needs: NVIDIA means CUDA.
    private static Context OpenCLContext() => Context.Create(builder => builder
        .OpenCL(device => device.Capabilities.GenericAddressSpace && !device.PlatformName.Contains("NVIDIA", StringComparison.OrdinalIgnoreCase))
        .EnableAlgorithms());

    private static IEnumerable<DeviceInfo> Named(string kind, string[] names, Func<string> why) => names.Length == 0
        ? [new DeviceInfo($"{kind}:0", null, why())]
        : names.Select((name, i) => new DeviceInfo(string.Create(CultureInfo.InvariantCulture, $"{kind}:{i}"), name.Trim(), null));

    private static DeviceException NotThere(string spec, int count, string why) => new(count == 0
        ? $"Device '{spec}' is not there: {why}, or use --device cpu."
        : string.Create(CultureInfo.InvariantCulture, $"Device '{spec}' is not there: the last of its kind is number {count - 1}. `stn devices` lists them; --device cpu is always there."));

    private static string WhyNoCuda() => Loads(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1")
        ? "the NVIDIA driver is there but shows no usable device: see what nvidia-smi says"
        : "there is no NVIDIA driver (libcuda.so.1, nvcuda.dll): install it";

    private static string WhyNoOpenCL() => Loads(OperatingSystem.IsWindows() ? "OpenCL.dll" : "libOpenCL.so")
        ? "OpenCL shows no device that ILGPU can use (one with a generic address space, not NVIDIA's): see what clinfo says"
        : "there is no OpenCL library (libOpenCL.so, OpenCL.dll): install your GPU's OpenCL driver and the loader (Debian: ocl-icd-opencl-dev)";

    private static bool Loads(string library)
    {
        if (!NativeLibrary.TryLoad(library, out nint handle))
        {
            return false;
        }

        NativeLibrary.Free(handle);
        return true;
    }
}
