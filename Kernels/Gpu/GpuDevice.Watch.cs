namespace StnEngine.Kernels.Gpu;

// For tests: new memory holds NaN, so that a read before a write shows, and a guard band behind each buffer shows overruns.
internal sealed partial class GpuDevice
{
    // Whether every buffer that is alive has its guard band intact.
    public bool GuardsIntact() => _watched.TrueForAll(w => !w.TryGetTarget(out GpuBuffer? buffer) || buffer.IsFreed || IsGuardIntact(buffer));

    private void Poison(GpuBuffer buffer)
    {
        float[] poison = new float[buffer.Length + DeviceBuffer.GuardLength];
        poison.AsSpan(0, (int)buffer.Length).Fill(float.NaN);
        poison.AsSpan((int)buffer.Length).Fill(DeviceBuffer.GuardValue);
        _accelerator.Upload(poison.AsSpan(0, (int)buffer.Length), buffer.View);
        _accelerator.Upload(poison.AsSpan((int)buffer.Length), buffer.Behind);
        _watched.Add(new(buffer));
    }

    private bool IsGuardIntact(GpuBuffer buffer)
    {
        float[] band = new float[DeviceBuffer.GuardLength];
        _accelerator.Download(buffer.Behind, band);
        return band.AsSpan().IndexOfAnyExcept(DeviceBuffer.GuardValue) < 0;
    }
}
