using System.Runtime.InteropServices;

namespace StnEngine.Kernels.Gpu;

// A CUDA graph: what a stream was told while it was listened to, launched again as one. ILGPU has no word for it, so the driver is
// asked directly (CUDA Driver API, "Stream Management" and "Graph Management").
internal sealed unsafe class CudaGraph : GpuGraph
{
    // cuStreamBeginCapture: only calls of this thread that could disturb the capture are refused.
    private const int CaptureThreadLocal = 1;
    private static readonly Lazy<Driver> SharedDriver = new(() => new Driver());
    private readonly nint _stream;
    private readonly nint _graph;
    private readonly nint _executable;

    private CudaGraph(nint stream, nint graph)
    {
        _stream = stream;
        _graph = graph;
        nint executable;
        Check(SharedDriver.Value.Instantiate(&executable, graph, 0), "cuGraphInstantiateWithFlags");
        _executable = executable;
    }

    public static CudaGraph Capture(nint stream, Action launches)
    {
        Driver driver = SharedDriver.Value;
        nint graph = 0;
        Check(driver.BeginCapture(stream, CaptureThreadLocal), "cuStreamBeginCapture");
        try
        {
            launches();
        }
        finally
        {
            Check(driver.EndCapture(stream, &graph), "cuStreamEndCapture");
        }

        return new CudaGraph(stream, graph);
    }

    public override void Launch() => Check(SharedDriver.Value.Launch(_executable, _stream), "cuGraphLaunch");

    public override void Dispose()
    {
        Check(SharedDriver.Value.DestroyExecutable(_executable), "cuGraphExecDestroy");
        Check(SharedDriver.Value.DestroyGraph(_graph), "cuGraphDestroy");
    }

    private static void Check(int error, string call)
    {
        if (error != 0)
        {
            throw new DeviceException($"cuda: {call} failed with error {error} of the driver. Run with --no-graph, and please report it.");
        }
    }

    private sealed class Driver
    {
        private readonly nint _library = NativeLibrary.Load(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1");

        public Driver()
        {
            BeginCapture = (delegate* unmanaged<nint, int, int>)Export("cuStreamBeginCapture_v2");
            EndCapture = (delegate* unmanaged<nint, nint*, int>)Export("cuStreamEndCapture");
            Instantiate = (delegate* unmanaged<nint*, nint, ulong, int>)Export("cuGraphInstantiateWithFlags");
            Launch = (delegate* unmanaged<nint, nint, int>)Export("cuGraphLaunch");
            DestroyExecutable = (delegate* unmanaged<nint, int>)Export("cuGraphExecDestroy");
            DestroyGraph = (delegate* unmanaged<nint, int>)Export("cuGraphDestroy");
        }

        public delegate* unmanaged<nint, int, int> BeginCapture { get; }

        public delegate* unmanaged<nint, nint*, int> EndCapture { get; }

        public delegate* unmanaged<nint*, nint, ulong, int> Instantiate { get; }

        public delegate* unmanaged<nint, nint, int> Launch { get; }

        public delegate* unmanaged<nint, int> DestroyExecutable { get; }

        public delegate* unmanaged<nint, int> DestroyGraph { get; }

        private nint Export(string name) => NativeLibrary.GetExport(_library, name);
    }
}
