using ILGPU;

namespace StnEngine.Kernels.Gpu;

// A recorded step on a GPU: a list of launches, which becomes one launch where the device can (a CUDA graph).
internal sealed class GpuRecording(GpuDevice device, GpuAccelerator accelerator) : Recording
{
    private readonly List<GpuLaunch> _launches = [];
    private readonly List<ArrayView<float>> _clears = [];
    private readonly BufferPool<GpuBuffer> _temporaries = new();
    private readonly List<GpuBuffer> _owned = [];
    private GpuGraph? _graph;
    private bool _mayCapture;

    public int LaunchCount => _launches.Count;

    public void Add<TKernel>(int groups, in TKernel kernel)
        where TKernel : struct, IGpuKernel
    {
        accelerator.Prepare<TKernel>();
        _launches.Add(new GpuLaunch<TKernel>(groups, kernel));
    }

    // Memory between two launches of the recording. Replays need it, so it never goes back to the device's pool before Release;
    // calls further on may use it again.
    public GpuBuffer Temporary(long length)
    {
        if (_temporaries.Take(length) is { } free)
        {
            return free;
        }

        GpuBuffer buffer = device.AllocateOutsidePool(length);
        _owned.Add(buffer);
        return buffer;
    }

    public bool TryTakeBack(GpuBuffer buffer)
    {
        if (!_owned.Contains(buffer))
        {
            return false;
        }

        _temporaries.Put(buffer);
        return true;
    }

    // Sets floats to zero before the first call of the step.
    public void ClearAtStart(ArrayView<float> floats) => _clears.Add(floats);

    // The recording is complete; its first replay may turn it into a graph.
    public void Close(bool useGraph, ArrayView<float> nothing)
    {
        _mayCapture = useGraph;
        List<GpuLaunch> calls = [.. _launches];
        _launches.Clear();
        foreach (ArrayView<float>[] views in _clears.Chunk(ClearKernel.MaxViews))
        {
            device.Launch(views.Sum(view => view.Length), new ClearKernel(views, nothing));
        }

        _launches.AddRange(calls);
    }

    public override void Replay()
    {
        device.RefuseWhileRecording("Replay");
        if (_mayCapture)
        {
            _mayCapture = false;
            _graph = accelerator.Capture(RunAll);
        }

        if (_graph is not null)
        {
            _graph.Launch();
        }
        else
        {
            RunAll();
        }
    }

    private protected override void Release()
    {
        if (_graph is not null)
        {
            // The device may still be at it.
            accelerator.Synchronize();
            _graph.Dispose();
            _graph = null;
        }

        _launches.Clear();
        foreach (GpuBuffer buffer in _owned)
        {
            device.GiveBack(buffer);
        }

        _owned.Clear();
    }

    private void RunAll()
    {
        foreach (GpuLaunch launch in _launches)
        {
            launch.Run(accelerator);
        }
    }
}
