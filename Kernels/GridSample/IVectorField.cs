namespace StnEngine.Kernels.Gpu;

// Two numbers, for x and for y, at each output pixel of each image: the position it reads, or the gradient of that position.
// What samplers and reductions do with them is the same wherever they come from.
internal interface IVectorField
{
    (float X, float Y) At(in OutputPixel pixel);
}
