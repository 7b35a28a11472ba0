using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Class labels are whole numbers in floats, one per image.
internal static class GpuLabels
{
    // The label of an image, or -1 for one that is no class: its loss is then NaN instead of a read outside the scores.
    public static int Read(ArrayView<float> labels, int image, int classes)
    {
        float label = labels[image];
        return label >= 0 && label < classes ? (int)label : -1;
    }
}
