namespace StnEngine.Kernels.Cpu;

// Every mode and padding, image by image: the taps of both axes are worked out once per position and walked for each channel.
internal static unsafe class TapSampler
{
    private const int MostTaps = 4;

    public static void Forward<V, P>(in GridSampleDims d, ref P positions, float* image, float* output)
        where V : unmanaged, ILanes<V>
        where P : struct, IPositions<V>
    {
        var axisX = new SampleAxis(d.W, d.Mode, d.Padding, d.AlignCorners);
        var axisY = new SampleAxis(d.H, d.Mode, d.Padding, d.AlignCorners);
        float* x = stackalloc float[Layout.Lanes];
        float* y = stackalloc float[Layout.Lanes];
        SampleTap* columns = stackalloc SampleTap[MostTaps];
        SampleTap* rows = stackalloc SampleTap[MostTaps];
        nint imageStep = (nint)d.H * d.W * Layout.Lanes, outputStep = (nint)d.OutH * d.OutW * Layout.Lanes;
        for (int oy = 0; oy < d.OutH; oy++)
        {
            for (int ox = 0; ox < d.OutW; ox++)
            {
                Split<V, P>(ref positions, oy, ox, x, y);
                for (int lane = 0; lane < V.Width; lane++)
                {
                    int columnCount = LiveTaps(axisX, x[lane], columns), rowCount = LiveTaps(axisY, y[lane], rows);
                    float* from = image + lane;
                    float* to = output + ((((nint)oy * d.OutW) + ox) * Layout.Lanes) + lane;
                    for (int c = 0; c < d.C; c++)
                    {
                        *to = Read(from, d.W, rows, rowCount, columns, columnCount);
                        from += imageStep;
                        to += outputStep;
                    }
                }
            }
        }
    }

    public static void Backward<V, P>(in GridSampleDims d, ref P positions, float* image, float* gradOutput, float* gradImage, bool wantPositions)
        where V : unmanaged, ILanes<V>
        where P : struct, IPositions<V>
    {
        var axisX = new SampleAxis(d.W, d.Mode, d.Padding, d.AlignCorners);
        var axisY = new SampleAxis(d.H, d.Mode, d.Padding, d.AlignCorners);
        float* x = stackalloc float[Layout.Lanes];
        float* y = stackalloc float[Layout.Lanes];
        SampleTap* columns = stackalloc SampleTap[MostTaps];
        SampleTap* rows = stackalloc SampleTap[MostTaps];
        nint imageStep = (nint)d.H * d.W * Layout.Lanes, outputStep = (nint)d.OutH * d.OutW * Layout.Lanes;
        for (int oy = 0; oy < d.OutH; oy++)
        {
            for (int ox = 0; ox < d.OutW; ox++)
            {
                Split<V, P>(ref positions, oy, ox, x, y);
                for (int lane = 0; lane < V.Width; lane++)
                {
                    int columnCount = LiveTaps(axisX, x[lane], columns), rowCount = LiveTaps(axisY, y[lane], rows);
                    float gradX = 0, gradY = 0;
                    float* grad = gradOutput + ((((nint)oy * d.OutW) + ox) * Layout.Lanes) + lane;
                    for (int c = 0; c < d.C; c++)
                    {
                        if (gradImage != null)
                        {
                            Spread(*grad, gradImage + (c * imageStep) + lane, d.W, rows, rowCount, columns, columnCount);
                        }

                        if (wantPositions)
                        {
                            (float slopeX, float slopeY) = Slopes(image + (c * imageStep) + lane, d.W, rows, rowCount, columns, columnCount);
                            gradX += *grad * slopeX;
                            gradY += *grad * slopeY;
                        }

                        grad += outputStep;
                    }

                    (x[lane], y[lane]) = (gradX, gradY);
                }

                if (wantPositions)
                {
                    positions.Add(oy, ox, V.Load(x), V.Load(y));
                }
            }
        }
    }

    private static void Split<V, P>(ref P positions, int oy, int ox, float* x, float* y)
        where V : unmanaged, ILanes<V>
        where P : struct, IPositions<V>
    {
        positions.At(oy, ox, out V xs, out V ys);
        V.Store(x, xs);
        V.Store(y, ys);
    }

    // The taps inside the image; how many.
    private static int LiveTaps(in SampleAxis axis, float position, SampleTap* taps)
    {
        int live = 0;
        for (int k = 0; k < axis.Taps; k++)
        {
            SampleTap tap = axis.Tap(position, k);
            taps[live] = tap;
            live += tap.Index >= 0 ? 1 : 0;
        }

        return live;
    }

    // Taps of weight zero are not read: at a whole position the pixel comes out bit for bit, whatever its neighbours hold.
    private static float Read(float* image, int width, SampleTap* rows, int rowCount, SampleTap* columns, int columnCount)
    {
        float sum = 0;
        bool first = true;
        for (int ky = 0; ky < rowCount; ky++)
        {
            for (int kx = 0; kx < columnCount; kx++)
            {
                float weight = rows[ky].Weight * columns[kx].Weight;
                if (weight != 0)
                {
                    float part = weight * *Pixel(image, width, rows[ky], columns[kx]);
                    sum = first ? part : sum + part;
                    first = false;
                }
            }
        }

        return sum;
    }

    private static void Spread(float grad, float* gradImage, int width, SampleTap* rows, int rowCount, SampleTap* columns, int columnCount)
    {
        for (int ky = 0; ky < rowCount; ky++)
        {
            for (int kx = 0; kx < columnCount; kx++)
            {
                *Pixel(gradImage, width, rows[ky], columns[kx]) += grad * (rows[ky].Weight * columns[kx].Weight);
            }
        }
    }

    private static (float X, float Y) Slopes(float* image, int width, SampleTap* rows, int rowCount, SampleTap* columns, int columnCount)
    {
        float slopeX = 0, slopeY = 0;
        for (int ky = 0; ky < rowCount; ky++)
        {
            for (int kx = 0; kx < columnCount; kx++)
            {
                float value = *Pixel(image, width, rows[ky], columns[kx]);
                slopeX += value * rows[ky].Weight * columns[kx].Slope;
                slopeY += value * rows[ky].Slope * columns[kx].Weight;
            }
        }

        return (slopeX, slopeY);
    }

    private static float* Pixel(float* image, int width, SampleTap row, SampleTap column) =>
        image + ((((nint)row.Index * width) + column.Index) * Layout.Lanes);
}
