namespace StnEngine.Kernels.Cpu;

// Everything after "position in pixels", for grid and fused transform alike, on the vector of images that the pointers start at.
internal static unsafe class Sampler
{
    public static void Forward<V, P>(in GridSampleDims dims, ref P positions, float* image, float* output, float* scratch)
        where V : unmanaged, ILanes<V>
        where P : struct, IPositions<V>
    {
        if (dims.HasPixelPairs)
        {
            BilinearSampler.Forward<V, P>(dims, ref positions, image, output, scratch);
        }
        else
        {
            TapSampler.Forward<V, P>(dims, ref positions, image, output);
        }
    }

    // Floats of working memory that Forward needs; Backward needs them twice.
    public static long ScratchLength(in GridSampleDims dims) => dims.HasPixelPairs ? BilinearSampler.ScratchLength(dims) : 0;

    // gradImage may be null; wantPositions says whether positions take their gradient.
    public static void Backward<V, P>(in GridSampleDims dims, ref P positions, float* image, float* gradOutput, float* gradImage, bool wantPositions, float* scratch)
        where V : unmanaged, ILanes<V>
        where P : struct, IPositions<V>
    {
        if (dims.HasPixelPairs)
        {
            BilinearSampler.Backward<V, P>(dims, ref positions, image, gradOutput, gradImage, wantPositions, scratch);
        }
        else
        {
            TapSampler.Backward<V, P>(dims, ref positions, image, gradOutput, gradImage, wantPositions);
        }
    }
}
