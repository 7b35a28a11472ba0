using System.Runtime.CompilerServices;

namespace StnEngine.Kernels.Cpu;

// Bilinear sampling with zeros or border padding, a vector of images at a time. Position, indices and weights are worked out
// once and walked for all channels; each image gathers from places of its own.
internal static unsafe class BilinearSampler
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<V, P>(in GridSampleDims d, ref P positions, float* image, float* output)
        where V : unmanaged, ILanes<V>
        where P : struct, IPositions<V>
    {
        bool zeros = d.Padding == SamplePadding.Zeros;
        nint imageStep = (nint)d.H * d.W * Layout.Lanes, outputStep = (nint)d.OutH * d.OutW * Layout.Lanes;
        V zero = V.Broadcast(0), width = V.Broadcast(d.W);
        for (int oy = 0; oy < d.OutH; oy++)
        {
            for (int ox = 0; ox < d.OutW; ox++)
            {
                positions.At(oy, ox, out V x, out V y);
                var columns = new LinearTaps<V>(x, d.W, zeros);
                var rows = new LinearTaps<V>(y, d.H, zeros);
                V top = rows.First * width, bottom = rows.Second * width;
                V topLeft = top + columns.First, topRight = top + columns.Second;
                V bottomLeft = bottom + columns.First, bottomRight = bottom + columns.Second;
                V topLeftWeight = rows.FirstWeight * columns.FirstWeight, topRightWeight = rows.FirstWeight * columns.SecondWeight;
                V bottomLeftWeight = rows.SecondWeight * columns.FirstWeight, bottomRightWeight = rows.SecondWeight * columns.SecondWeight;
                float* from = image;
                float* to = output;
                for (int c = 0; c < d.C; c++)
                {
                    V sum = V.Select(V.AreEqual(topLeftWeight, zero), zero, topLeftWeight * V.Gather(from, topLeft));
                    sum = AddWeighted(sum, topRightWeight, V.Gather(from, topRight));
                    sum = AddWeighted(sum, bottomLeftWeight, V.Gather(from, bottomLeft));
                    V.Store(to, AddWeighted(sum, bottomRightWeight, V.Gather(from, bottomRight)));
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
        for (int oy = 0; oy < d.OutH; oy++)
        {
            for (int ox = 0; ox < d.OutW; ox++)
            {
                positions.At(oy, ox, out V x, out V y);
                var columns = new LinearTaps<V>(x, d.W, zeros);
                var rows = new LinearTaps<V>(y, d.H, zeros);
                V top = rows.First * width, bottom = rows.Second * width;
                if (wantPositions)
                {
                    // Each corner's pixels against the gradient, summed over channels; the slopes are applied to the sums.
                    SumCorners(d, image, gradOutput, top, bottom, columns.First, columns.Second, out V topLeft, out V topRight, out V bottomLeft, out V bottomRight);
                    V left = (rows.FirstWeight * topLeft) + (rows.SecondWeight * bottomLeft);
                    V right = (rows.FirstWeight * topRight) + (rows.SecondWeight * bottomRight);
                    V upper = (columns.FirstWeight * topLeft) + (columns.SecondWeight * topRight);
                    V lower = (columns.FirstWeight * bottomLeft) + (columns.SecondWeight * bottomRight);
                    positions.Add(oy, ox, (columns.FirstSlope * left) + (columns.SecondSlope * right), (rows.FirstSlope * upper) + (rows.SecondSlope * lower));
                }

                if (gradImage != null)
                {
                    Spread(d, gradOutput, gradImage, top + columns.First, rows.FirstWeight * columns.FirstWeight);
                    Spread(d, gradOutput, gradImage, top + columns.Second, rows.FirstWeight * columns.SecondWeight);
                    Spread(d, gradOutput, gradImage, bottom + columns.First, rows.SecondWeight * columns.FirstWeight);
                    Spread(d, gradOutput, gradImage, bottom + columns.Second, rows.SecondWeight * columns.SecondWeight);
                }

                gradOutput += Layout.Lanes;
            }
        }
    }

    // A tap of weight zero adds nothing, whatever it holds: at a whole position the pixel comes out bit for bit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V AddWeighted<V>(V sum, V weight, V value)
        where V : unmanaged, ILanes<V> =>
        V.Select(V.AreEqual(weight, V.Broadcast(0)), sum, V.MultiplyAdd(weight, value, sum));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumCorners<V>(
        in GridSampleDims d, float* image, float* gradOutput, V top, V bottom, V left, V right, out V topLeft, out V topRight, out V bottomLeft, out V bottomRight)
        where V : unmanaged, ILanes<V>
    {
        nint imageStep = (nint)d.H * d.W * Layout.Lanes, outputStep = (nint)d.OutH * d.OutW * Layout.Lanes;
        V a = V.Broadcast(0), b = a, c = a, e = a;
        for (int channel = 0; channel < d.C; channel++)
        {
            V grad = V.Load(gradOutput);
            a = V.MultiplyAdd(grad, V.Gather(image, top + left), a);
            b = V.MultiplyAdd(grad, V.Gather(image, top + right), b);
            c = V.MultiplyAdd(grad, V.Gather(image, bottom + left), c);
            e = V.MultiplyAdd(grad, V.Gather(image, bottom + right), e);
            image += imageStep;
            gradOutput += outputStep;
        }

        (topLeft, topRight, bottomLeft, bottomRight) = (a, b, c, e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread<V>(in GridSampleDims d, float* gradOutput, float* gradImage, V index, V weight)
        where V : unmanaged, ILanes<V>
    {
        nint imageStep = (nint)d.H * d.W * Layout.Lanes, outputStep = (nint)d.OutH * d.OutW * Layout.Lanes;
        for (int c = 0; c < d.C; c++)
        {
            V.ScatterAdd(gradImage, index, V.Load(gradOutput) * weight);
            gradImage += imageStep;
            gradOutput += outputStep;
        }
    }
}
