namespace StnEngine.Tests.Reference;

public static partial class Naive
{
    /// <summary>input [N, A] times the transpose of weight [B, A], plus bias [B] or none: [N, B].</summary>
    public static Array64 Linear(Array64 input, Array64 weight, Array64? bias = null)
    {
        Array64 output = Array64.Zeros(input.Shape[0], weight.Shape[0]);
        for (int n = 0; n < output.Shape[0]; n++)
        {
            for (int b = 0; b < output.Shape[1]; b++)
            {
                double sum = bias is null ? 0 : bias[b];
                for (int a = 0; a < weight.Shape[1]; a++)
                {
                    sum += input[n, a] * weight[b, a];
                }

                output[n, b] = sum;
            }
        }

        return output;
    }

    /// <summary>[M, K] times [K, N]: [M, N].</summary>
    public static Array64 MatMul(Array64 left, Array64 right)
    {
        Array64 output = Array64.Zeros(left.Shape[0], right.Shape[1]);
        for (int row = 0; row < output.Shape[0]; row++)
        {
            for (int column = 0; column < output.Shape[1]; column++)
            {
                for (int k = 0; k < left.Shape[1]; k++)
                {
                    output[row, column] += left[row, k] * right[k, column];
                }
            }
        }

        return output;
    }
}
