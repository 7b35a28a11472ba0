namespace StnEngine.Kernels.Gpu;

// The numbers that a TermSum adds up: a struct like a kernel, whose method runs on the device.
internal interface ITerms
{
    // Term `index` of sum `column`, for the image at `lane` of `block`; both are 0 where there are no images.
    float At(int block, int lane, int column, int index);
}
