using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StnEngine.Kernels.Cpu;

// The images of a vector laid out one after another in working memory. Whoever reads at places of its own in each image finds
// neighbouring pixels side by side there, in few cache lines, and two of them in one load.
internal readonly unsafe struct ImagePlanes
{
    private const int Page = 4096 / sizeof(float);

    // Odd in cache lines: the same pixel of 16 images then lies in 16 different sets of a first-level cache.
    private const int PageOffset = 5 * Layout.Lanes;
    private readonly float* _start;
    private readonly int _length;
    private readonly int _images;

    // `length` floats of each of `images` images.
    public ImagePlanes(float* start, int length, int images)
    {
        _start = start;
        _length = length;
        _images = images;
        Step = StepFor(length);
    }

    // Floats from an image to the next.
    public int Step { get; }

    public float* Start => _start;

    public static long LengthFor(int length) => (long)Layout.Lanes * StepFor(length);

    public void Clear() => new Span<float>(_start, _images * Step).Clear();

    // Takes the images out of a block; `from` is its first pixel of the first of them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CopyFrom(float* from)
    {
        int i = 0;
        for (; Sse.IsSupported && _images % 4 == 0 && i <= _length - 4; i += 4)
        {
            for (int k = 0; k < _images; k += 4)
            {
                float* pixel = from + ((nint)i * Layout.Lanes) + k;
                float* to = _start + ((nint)k * Step) + i;
                Vector128<float> a = Vector128.Load(pixel), b = Vector128.Load(pixel + Layout.Lanes);
                Vector128<float> c = Vector128.Load(pixel + (2 * Layout.Lanes)), d = Vector128.Load(pixel + (3 * Layout.Lanes));
                Transpose(ref a, ref b, ref c, ref d);
                a.Store(to);
                b.Store(to + Step);
                c.Store(to + (2 * Step));
                d.Store(to + (3 * Step));
            }
        }

        for (; i < _length; i++)
        {
            for (int k = 0; k < _images; k++)
            {
                _start[((nint)k * Step) + i] = from[((nint)i * Layout.Lanes) + k];
            }
        }
    }

    // Adds the images to those of a block.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddTo(float* to)
    {
        int i = 0;
        for (; Sse.IsSupported && _images % 4 == 0 && i <= _length - 4; i += 4)
        {
            for (int k = 0; k < _images; k += 4)
            {
                float* pixel = to + ((nint)i * Layout.Lanes) + k;
                float* from = _start + ((nint)k * Step) + i;
                Vector128<float> a = Vector128.Load(from), b = Vector128.Load(from + Step);
                Vector128<float> c = Vector128.Load(from + (2 * Step)), d = Vector128.Load(from + (3 * Step));
                Transpose(ref a, ref b, ref c, ref d);
                Add(pixel, a);
                Add(pixel + Layout.Lanes, b);
                Add(pixel + (2 * Layout.Lanes), c);
                Add(pixel + (3 * Layout.Lanes), d);
            }
        }

        for (; i < _length; i++)
        {
            for (int k = 0; k < _images; k++)
            {
                to[((nint)i * Layout.Lanes) + k] += _start[((nint)k * Step) + i];
            }
        }
    }

    private static int StepFor(int length) => ((length + Page - PageOffset - 1) / Page * Page) + PageOffset;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* to, Vector128<float> value) => (Vector128.Load(to) + value).Store(to);

    // Of four vectors the first elements, the second ones, and so on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref Vector128<float> a, ref Vector128<float> b, ref Vector128<float> c, ref Vector128<float> d)
    {
        Vector128<float> lowAB = Sse.UnpackLow(a, b), highAB = Sse.UnpackHigh(a, b), lowCD = Sse.UnpackLow(c, d), highCD = Sse.UnpackHigh(c, d);
        a = Sse.MoveLowToHigh(lowAB, lowCD);
        b = Sse.MoveHighToLow(lowCD, lowAB);
        c = Sse.MoveLowToHigh(highAB, highCD);
        d = Sse.MoveHighToLow(highCD, highAB);
    }
}
