using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Sets up to eight buffers to zero in one launch, a thread per float. Views that are not wanted have length 0.
[StructLayout(LayoutKind.Sequential)]
internal readonly struct ClearKernel(ReadOnlySpan<ArrayView<float>> views, ArrayView<float> nothing) : IThreadKernel
{
    public const int MaxViews = 8;

    private readonly ArrayView<float> _view0 = views[0];
    private readonly ArrayView<float> _view1 = views.Length > 1 ? views[1] : nothing;
    private readonly ArrayView<float> _view2 = views.Length > 2 ? views[2] : nothing;
    private readonly ArrayView<float> _view3 = views.Length > 3 ? views[3] : nothing;
    private readonly ArrayView<float> _view4 = views.Length > 4 ? views[4] : nothing;
    private readonly ArrayView<float> _view5 = views.Length > 5 ? views[5] : nothing;
    private readonly ArrayView<float> _view6 = views.Length > 6 ? views[6] : nothing;
    private readonly ArrayView<float> _view7 = views.Length > 7 ? views[7] : nothing;

    public void Run(int i)
    {
        i = Clear(_view0, i);
        i = Clear(_view1, i);
        i = Clear(_view2, i);
        i = Clear(_view3, i);
        i = Clear(_view4, i);
        i = Clear(_view5, i);
        i = Clear(_view6, i);
        Clear(_view7, i);
    }

    // The threads of a view are those that are left when the threads of the views before it are counted off; others go by it.
    private static int Clear(ArrayView<float> view, int i)
    {
        int length = view.IntLength;
        if (i >= 0 && i < length)
        {
            view[i] = 0;
        }

        return i - length;
    }
}
