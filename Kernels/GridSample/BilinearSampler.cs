using System.Runtime.CompilerServices;

namespace StnEngine.Kernels.Cpu;

// Bilinear sampling with zeros or border padding, a vector of images at a time. Position, indices and weights are worked out
// once and walked for all channels; each image reads at places of its own: a pixel, its right, its lower and its lower right neighbour.
internal static unsafe class BilinearSampler
{
    // Floats of working memory: the images one after another, and for Backward their gradients too.
    public static long ScratchLength(in GridSampleDims d) => ImagePlanes.LengthFor(d.Image.Rest);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<V, P>(in GridSampleDims d, ref P positions, float* image, float* output, float* scratch)
        where V : unmanaged, ILanes<V>
        where P : struct, IPositions<V>
    {
        var images = new ImagePlanes(scratch, d.Image.Rest, V.Width);
        images.CopyFrom(image);
        bool zeros = d.Padding == SamplePadding.Zeros;
        nint plane = (nint)d.H * d.W, outputStep = (nint)d.OutH * d.OutW * Layout.Lanes, down = d.W;
        V zero = V.Broadcast(0), width = V.Broadcast(d.W);
        int* at = stackalloc int[Layout.Lanes];
        for (int oy = 0; oy < d.OutH; oy++)
        {
            for (int ox = 0; ox < d.OutW; ox++)
            {
                positions.At(oy, ox, out V x, out V y);
                var columns = new PixelPair<V>(x, d.W, zeros);
                var rows = new PixelPair<V>(y, d.H, zeros);
                V.StoreIndices(V.MultiplyAdd(rows.First, width, columns.First), 1, images.Step, at);
                V topLeft = rows.FirstWeight * columns.FirstWeight, topRight = rows.FirstWeight * columns.SecondWeight;
                V bottomLeft = rows.SecondWeight * columns.FirstWeight, bottomRight = rows.SecondWeight * columns.SecondWeight;

                // A pixel of weight zero adds nothing, whatever it holds: at a whole position the pixel comes out bit for bit.
                V noTopLeft = V.AreEqual(topLeft, zero), noTopRight = V.AreEqual(topRight, zero);
                V noBottomLeft = V.AreEqual(bottomLeft, zero), noBottomRight = V.AreEqual(bottomRight, zero);
                float* from = images.Start;
                float* to = output;
                for (int c = 0; c < d.C; c++)
                {
                    V.GatherPairs(from, at, out V left, out V right);
                    V sum = V.Select(noTopLeft, zero, topLeft * left);
                    sum = V.Select(noTopRight, sum, V.MultiplyAdd(topRight, right, sum));
                    V.GatherPairs(from + down, at, out left, out right);
                    sum = V.Select(noBottomLeft, sum, V.MultiplyAdd(bottomLeft, left, sum));
                    V.Store(to, V.Select(noBottomRight, sum, V.MultiplyAdd(bottomRight, right, sum)));
                    from += plane;
                    to += outputStep;
                }

                output += Layout.Lanes;
            }
        }
    }

    // gradImage may be null; wantPositions says whether positions take their gradient.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<V, P>(
        in GridSampleDims d, ref P positions, float* image, float* gradOutput, float* gradImage, bool wantPositions, float* scratch)
        where V : unmanaged, ILanes<V>
        where P : struct, IPositions<V>
    {
        var images = new ImagePlanes(scratch, d.Image.Rest, V.Width);
        var gradImages = new ImagePlanes(scratch + ScratchLength(d), d.Image.Rest, V.Width);
        if (wantPositions)
        {
            images.CopyFrom(image);
        }

        if (gradImage != null)
        {
            gradImages.Clear();
        }

        bool zeros = d.Padding == SamplePadding.Zeros;
        V width = V.Broadcast(d.W);
        int* at = stackalloc int[Layout.Lanes];
        float* shares = stackalloc float[4 * Layout.Lanes];
        for (int oy = 0; oy < d.OutH; oy++)
        {
            for (int ox = 0; ox < d.OutW; ox++)
            {
                positions.At(oy, ox, out V x, out V y);
                var columns = new PixelPair<V>(x, d.W, zeros);
                var rows = new PixelPair<V>(y, d.H, zeros);
                V.StoreIndices(V.MultiplyAdd(rows.First, width, columns.First), 1, images.Step, at);
                if (wantPositions)
                {
                    // Each corner's pixels against the gradient, summed over channels; the slopes are applied to the sums.
                    SumCorners(d, images.Start, gradOutput, at, out V topLeft, out V topRight, out V bottomLeft, out V bottomRight);
                    columns.Slopes(d.W, zeros, out V leftSlope, out V rightSlope);
                    rows.Slopes(d.H, zeros, out V topSlope, out V bottomSlope);
                    V left = (rows.FirstWeight * topLeft) + (rows.SecondWeight * bottomLeft);
                    V right = (rows.FirstWeight * topRight) + (rows.SecondWeight * bottomRight);
                    V upper = (columns.FirstWeight * topLeft) + (columns.SecondWeight * topRight);
                    V lower = (columns.FirstWeight * bottomLeft) + (columns.SecondWeight * bottomRight);
                    positions.Add(oy, ox, (leftSlope * left) + (rightSlope * right), (topSlope * upper) + (bottomSlope * lower));
                }

                if (gradImage != null)
                {
                    V.Store(shares, rows.FirstWeight * columns.FirstWeight);
                    V.Store(shares + Layout.Lanes, rows.FirstWeight * columns.SecondWeight);
                    V.Store(shares + (2 * Layout.Lanes), rows.SecondWeight * columns.FirstWeight);
                    V.Store(shares + (3 * Layout.Lanes), rows.SecondWeight * columns.SecondWeight);
                    Spread(d, V.Width, gradOutput, gradImages.Start, at, shares);
                }

                gradOutput += Layout.Lanes;
            }
        }

        if (gradImage != null)
        {
            gradImages.AddTo(gradImage);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumCorners<V>(
        in GridSampleDims d, float* images, float* gradOutput, int* at, out V topLeft, out V topRight, out V bottomLeft, out V bottomRight)
        where V : unmanaged, ILanes<V>
    {
        nint plane = (nint)d.H * d.W, outputStep = (nint)d.OutH * d.OutW * Layout.Lanes;
        V a = V.Broadcast(0), b = a, c = a, e = a;
        for (int channel = 0; channel < d.C; channel++)
        {
            V grad = V.Load(gradOutput);
            V.GatherPairs(images, at, out V left, out V right);
            a = V.MultiplyAdd(grad, left, a);
            b = V.MultiplyAdd(grad, right, b);
            V.GatherPairs(images + d.W, at, out left, out right);
            c = V.MultiplyAdd(grad, left, c);
            e = V.MultiplyAdd(grad, right, e);
            images += plane;
            gradOutput += outputStep;
        }

        (topLeft, topRight, bottomLeft, bottomRight) = (a, b, c, e);
    }

    // Image by image: each adds to its own. A method of its own, so that its few numbers stay in registers.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Spread(in GridSampleDims d, int lanes, float* gradOutput, float* gradImages, int* at, float* shares)
    {
        int channels = d.C;
        nint width = d.W, plane = d.H * width, outputStep = (nint)d.OutH * d.OutW * Layout.Lanes;
        for (int k = 0; k < lanes; k++)
        {
            float topLeft = shares[k], topRight = shares[Layout.Lanes + k];
            float bottomLeft = shares[(2 * Layout.Lanes) + k], bottomRight = shares[(3 * Layout.Lanes) + k];
            float* to = gradImages + at[k];
            float* from = gradOutput + k;
            for (int c = 0; c < channels; c++)
            {
                float grad = *from;
                float* below = to + width;
                to[0] += grad * topLeft;
                to[1] += grad * topRight;
                below[0] += grad * bottomLeft;
                below[1] += grad * bottomRight;
                to += plane;
                from += outputStep;
            }
        }
    }
}
