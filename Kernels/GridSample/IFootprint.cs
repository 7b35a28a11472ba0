using ILGPU;

namespace StnEngine.Kernels.Gpu;

// The pixels that one position reads, with their weights and the slopes of those: worked out once, then used for every channel.
// A plane is where a channel's first pixel of the thread's image lies.
internal interface IFootprint<TSelf>
    where TSelf : struct, IFootprint<TSelf>
{
    // Of a position in pixels.
    static abstract TSelf At(in GridSampleDims dims, float x, float y);

    // What the position reads. Pixels of weight zero do not count, whatever they hold.
    float Read(ArrayView<float> image, int plane);

    // The derivatives of that in x and y.
    (float X, float Y) Slopes(ArrayView<float> image, int plane);

    // Adds the gradient to the pixels by their weights.
    void Spread(ArrayView<long> sums, int plane, float grad);
}
