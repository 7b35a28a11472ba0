using System.Runtime.CompilerServices;

namespace StnEngine.Kernels.Cpu;

// Bilinear sampling with zeros or border padding, a vector of images at a time. Position, indices and weights are worked out
// once and walked for all channels; each image reads at places of its own: a pixel, its right, its lower and its lower right neighbour.
internal static unsafe class BilinearSampler
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<V, P>(in GridSampleDims d, ref P positions, float* image, float* output)
        where V : unmanaged, ILanes<V>
        where P : struct, IPositions<V>
    {
        bool zeros = d.Padding == SamplePadding.Zeros;
        nint imageStep = (nint)d.H * d.W * Layout.Lanes, outputStep = (nint)d.OutH * d.OutW * Layout.Lanes;
        nint down = (nint)d.W * Layout.Lanes;
        V zero = V.Broadcast(0), width = V.Broadcast(d.W);
        int* at = stackalloc int[Layout.Lanes];
        for (int oy = 0; oy < d.OutH; oy++)
        {
            for (int ox = 0; ox < d.OutW; ox++)
            {
                positions.At(oy, ox, out V x, out V y);
                var columns = new PixelPair<V>(x, d.W, zeros);
                var rows = new PixelPair<V>(y, d.H, zeros);
                V.StoreIndices(V.MultiplyAdd(rows.First, width, columns.First), at);
                V topLeft = rows.FirstWeight * columns.FirstWeight, topRight = rows.FirstWeight * columns.SecondWeight;
                V bottomLeft = rows.SecondWeight * columns.FirstWeight, bottomRight = rows.SecondWeight * columns.SecondWeight;

                // A pixel of weight zero adds nothing, whatever it holds: at a whole position the pixel comes out bit for bit.
                V noTopLeft = V.AreEqual(topLeft, zero), noTopRight = V.AreEqual(topRight, zero);
                V noBottomLeft = V.AreEqual(bottomLeft, zero), noBottomRight = V.AreEqual(bottomRight, zero);
                float* from = image;
                float* to = output;
                for (int c = 0; c < d.C; c++)
                {
                    V sum = V.Select(noTopLeft, zero, topLeft * V.Gather(from, at));
                    sum = V.Select(noTopRight, sum, V.MultiplyAdd(topRight, V.Gather(from + Layout.Lanes, at), sum));
                    sum = V.Select(noBottomLeft, sum, V.MultiplyAdd(bottomLeft, V.Gather(from + down, at), sum));
                    sum = V.Select(noBottomRight, sum, V.MultiplyAdd(bottomRight, V.Gather(from + down + Layout.Lanes, at), sum));
                    V.Store(to, sum);
                    from += imageStep;
                    to += outputStep;
                }

                output += Layout.Lanes;
            }
        }
    }

    // gradImage may be null; wantPositions says whether positions take their gradient.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<V, P>(in GridSampleDims d, ref P positions, float* image, float* gradOutput, float* gradImage, bool wantPositions)
        where V : unmanaged, ILanes<V>
        where P : struct, IPositions<V>
    {
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
                V.StoreIndices(V.MultiplyAdd(rows.First, width, columns.First), at);
                if (wantPositions)
                {
                    // Each corner's pixels against the gradient, summed over channels; the slopes are applied to the sums.
                    SumCorners(d, image, gradOutput, at, out V topLeft, out V topRight, out V bottomLeft, out V bottomRight);
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
                    V.Store(shares + V.Width, rows.FirstWeight * columns.SecondWeight);
                    V.Store(shares + (2 * V.Width), rows.SecondWeight * columns.FirstWeight);
                    V.Store(shares + (3 * V.Width), rows.SecondWeight * columns.SecondWeight);
                    Spread<V>(d, gradOutput, gradImage, at, shares);
                }

                gradOutput += Layout.Lanes;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumCorners<V>(
        in GridSampleDims d, float* image, float* gradOutput, int* at, out V topLeft, out V topRight, out V bottomLeft, out V bottomRight)
        where V : unmanaged, ILanes<V>
    {
        nint imageStep = (nint)d.H * d.W * Layout.Lanes, outputStep = (nint)d.OutH * d.OutW * Layout.Lanes;
        nint down = (nint)d.W * Layout.Lanes;
        V a = V.Broadcast(0), b = a, c = a, e = a;
        for (int channel = 0; channel < d.C; channel++)
        {
            V grad = V.Load(gradOutput);
            a = V.MultiplyAdd(grad, V.Gather(image, at), a);
            b = V.MultiplyAdd(grad, V.Gather(image + Layout.Lanes, at), b);
            c = V.MultiplyAdd(grad, V.Gather(image + down, at), c);
            e = V.MultiplyAdd(grad, V.Gather(image + down + Layout.Lanes, at), e);
            image += imageStep;
            gradOutput += outputStep;
        }

        (topLeft, topRight, bottomLeft, bottomRight) = (a, b, c, e);
    }

    // Image by image: no two lanes meet, for each writes to its own image.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread<V>(in GridSampleDims d, float* gradOutput, float* gradImage, int* at, float* shares)
        where V : unmanaged, ILanes<V>
    {
        nint imageStep = (nint)d.H * d.W * Layout.Lanes, outputStep = (nint)d.OutH * d.OutW * Layout.Lanes;
        nint down = (nint)d.W * Layout.Lanes;
        for (int c = 0; c < d.C; c++)
        {
            for (int k = 0; k < V.Width; k++)
            {
                float* to = gradImage + at[k];
                float grad = gradOutput[k];
                to[0] += grad * shares[k];
                to[Layout.Lanes] += grad * shares[V.Width + k];
                to[down] += grad * shares[(2 * V.Width) + k];
                to[down + Layout.Lanes] += grad * shares[(3 * V.Width) + k];
            }

            gradImage += imageStep;
            gradOutput += outputStep;
        }
    }
}
