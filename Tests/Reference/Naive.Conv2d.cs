namespace StnEngine.Tests.Reference;

/// <summary>Every operation once more, as loops one can check by eye: double precision, logical order, forward only.</summary>
public static partial class Naive
{
    /// <summary>Cross-correlation: input [N, C, H, W], weight [OutC, C, KernelH, KernelW], bias [OutC] or none.</summary>
    public static Array64 Conv2d(
        Array64 input, Array64 weight, Array64? bias,
        int strideH = 1, int strideW = 1, int padH = 0, int padW = 0, int dilationH = 1, int dilationW = 1)
    {
        int outH = ConvExtent(input.Shape[2], weight.Shape[2], strideH, padH, dilationH);
        int outW = ConvExtent(input.Shape[3], weight.Shape[3], strideW, padW, dilationW);
        Array64 output = Array64.Zeros(input.Shape[0], weight.Shape[0], outH, outW);
        for (int n = 0; n < output.Shape[0]; n++)
        {
            for (int oc = 0; oc < output.Shape[1]; oc++)
            {
                for (int oy = 0; oy < outH; oy++)
                {
                    for (int ox = 0; ox < outW; ox++)
                    {
                        int top = (oy * strideH) - padH, left = (ox * strideW) - padW;
                        double window = ConvWindow(input, weight, n, oc, top, left, dilationH, dilationW);
                        output[n, oc, oy, ox] = window + (bias is null ? 0 : bias[oc]);
                    }
                }
            }
        }

        return output;
    }

    private static double ConvWindow(Array64 input, Array64 weight, int n, int oc, int top, int left, int dilationH, int dilationW)
    {
        double sum = 0;
        for (int c = 0; c < weight.Shape[1]; c++)
        {
            for (int ky = 0; ky < weight.Shape[2]; ky++)
            {
                for (int kx = 0; kx < weight.Shape[3]; kx++)
                {
                    int y = top + (ky * dilationH), x = left + (kx * dilationW);
                    if (y >= 0 && y < input.Shape[2] && x >= 0 && x < input.Shape[3])
                    {
                        sum += input[n, c, y, x] * weight[oc, c, ky, kx];
                    }
                }
            }
        }

        return sum;
    }

    private static int ConvExtent(int extent, int kernel, int stride, int pad, int dilation) =>
        ((extent + (2 * pad) - (dilation * (kernel - 1)) - 1) / stride) + 1;
}
