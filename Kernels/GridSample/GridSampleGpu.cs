using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Sampling at a stored grid.
internal sealed class GridSampleGpu(GpuDevice device) : IGridSample
{
    public void Forward(in GridSampleDims dims, DeviceBuffer image, DeviceBuffer grid, DeviceBuffer output) =>
        SamplerGpu.Forward(device, dims, new GridField(dims, grid), image, output);

    public void Backward(in GridSampleDims dims, DeviceBuffer image, DeviceBuffer grid, DeviceBuffer gradOutput, DeviceBuffer? gradImage, DeviceBuffer? gradGrid)
    {
        var positions = new GridField(dims, grid);
        if (gradGrid is not null && dims.HasLinearTaps)
        {
            AddGridGradient(dims, new PositionGradient<GridField, BilinearFootprint>(dims, positions, image, gradOutput), gradGrid);
        }
        else if (gradGrid is not null)
        {
            AddGridGradient(dims, new PositionGradient<GridField, TapFootprint>(dims, positions, image, gradOutput), gradGrid);
        }

        if (gradImage is not null)
        {
            ImageGradient.Add(device, dims, positions, gradOutput, gradImage);
        }
    }

    private void AddGridGradient<TGradient>(in GridSampleDims dims, in TGradient gradient, DeviceBuffer gradGrid)
        where TGradient : struct, IVectorField =>
        device.Launch(OutputPixel.Threads(dims), new GridKernel<TGradient>(dims, gradient, gradGrid));

    // One thread per point of the grid and image.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct GridKernel<TGradient>(in GridSampleDims dims, TGradient gradient, DeviceBuffer gradGrid) : IThreadKernel
        where TGradient : struct, IVectorField
    {
        private readonly GridSampleDims _dims = dims;
        private readonly TGradient _gradient = gradient;
        private readonly ArrayView<float> _gradGrid = GpuBuffer.At(gradGrid);
        private readonly float _scaleX = dims.ScaleX, _scaleY = dims.ScaleY;

        public void Run(int thread)
        {
            var pixel = OutputPixel.Of(thread, _dims);
            (float gradX, float gradY) = _gradient.At(pixel);
            int to = pixel.At(_dims.Grid.Rest, pixel.Position * 2);
            _gradGrid[to] += gradX * _scaleX;
            _gradGrid[to + Layout.Lanes] += gradY * _scaleY;
        }
    }
}
