namespace StnEngine.Tests.Reference;

public static partial class Naive
{
    /// <summary>Largest value of each window; padding never wins, NaN always does. Input [N, C, H, W].</summary>
    public static Array64 MaxPool2d(
        Array64 input, int kernelH, int kernelW, int strideH, int strideW, int padH = 0, int padW = 0, bool ceilMode = false)
    {
        return Pool(input, kernelH, kernelW, strideH, strideW, padH, padW, ceilMode, (n, c, top, left) =>
        {
            double largest = double.NegativeInfinity;
            for (int y = Math.Max(top, 0); y < Math.Min(top + kernelH, input.Shape[2]); y++)
            {
                for (int x = Math.Max(left, 0); x < Math.Min(left + kernelW, input.Shape[3]); x++)
                {
                    largest = Math.Max(largest, input[n, c, y, x]);
                }
            }

            return largest;
        });
    }

    /// <summary>
    /// Mean of each window. With <paramref name="countIncludePad"/> the divisor counts the window's positions on the image and
    /// its padding, but not those that ceil mode adds beyond the padding; without it, only those on the image.
    /// </summary>
    public static Array64 AvgPool2d(
        Array64 input, int kernelH, int kernelW, int strideH, int strideW, int padH = 0, int padW = 0,
        bool ceilMode = false, bool countIncludePad = true)
    {
        int height = input.Shape[2], width = input.Shape[3];
        return Pool(input, kernelH, kernelW, strideH, strideW, padH, padW, ceilMode, (n, c, top, left) =>
        {
            double sum = 0;
            int onImage = 0, onPadding = 0;
            for (int y = top; y < Math.Min(top + kernelH, height + padH); y++)
            {
                for (int x = left; x < Math.Min(left + kernelW, width + padW); x++)
                {
                    bool inside = y >= 0 && y < height && x >= 0 && x < width;
                    sum += inside ? input[n, c, y, x] : 0;
                    onImage += inside ? 1 : 0;
                    onPadding += inside ? 0 : 1;
                }
            }

            int divisor = countIncludePad ? onImage + onPadding : onImage;
            return onImage == 0 ? 0 : sum / divisor;
        });
    }

    private static Array64 Pool(
        Array64 input, int kernelH, int kernelW, int strideH, int strideW, int padH, int padW, bool ceilMode,
        Func<int, int, int, int, double> window)
    {
        int outH = PoolExtent(input.Shape[2], kernelH, strideH, padH, ceilMode);
        int outW = PoolExtent(input.Shape[3], kernelW, strideW, padW, ceilMode);
        Array64 output = Array64.Zeros(input.Shape[0], input.Shape[1], outH, outW);
        for (int n = 0; n < output.Shape[0]; n++)
        {
            for (int c = 0; c < output.Shape[1]; c++)
            {
                for (int oy = 0; oy < outH; oy++)
                {
                    for (int ox = 0; ox < outW; ox++)
                    {
                        output[n, c, oy, ox] = window(n, c, (oy * strideH) - padH, (ox * strideW) - padW);
                    }
                }
            }
        }

        return output;
    }

    // Ceil mode keeps a ragged last window, but only where it starts on the image or on the padding before it.
    private static int PoolExtent(int extent, int kernel, int stride, int pad, bool ceilMode)
    {
        int travel = extent + (2 * pad) - kernel;
        int windows = (travel / stride) + 1;
        if (ceilMode && travel % stride != 0)
        {
            windows++;
        }

        return ceilMode && (windows - 1) * stride >= extent + pad ? windows - 1 : windows;
    }
}
