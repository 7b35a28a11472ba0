namespace StnEngine.Tests.Reference;

public static partial class Naive
{
    /// <summary>Mean and biased variance of each channel of [N, C, ...].</summary>
    public static (Array64 Mean, Array64 Variance) ChannelStatistics(Array64 input)
    {
        (Array64 mean, Array64 variance) = (Array64.Zeros(input.Shape[1]), Array64.Zeros(input.Shape[1]));
        int inner = Array64.CountOf(input.Shape.AsSpan(2)), count = input.Shape[0] * inner;
        for (int i = 0; i < input.Count; i++)
        {
            mean[i / inner % mean.Count] += input[i] / count;
        }

        for (int i = 0; i < input.Count; i++)
        {
            int c = i / inner % mean.Count;
            variance[c] += (input[i] - mean[c]) * (input[i] - mean[c]) / count;
        }

        return (mean, variance);
    }

    /// <summary>(input - mean) / sqrt(variance + epsilon) * weight + bias, all four per channel of [N, C, ...].</summary>
    public static Array64 BatchNorm(Array64 input, Array64 weight, Array64 bias, Array64 mean, Array64 variance, double epsilon = 1e-5)
    {
        int inner = Array64.CountOf(input.Shape.AsSpan(2));
        Array64 output = Array64.Zeros([.. input.Shape]);
        for (int i = 0; i < input.Count; i++)
        {
            int c = i / inner % weight.Count;
            output[i] = ((input[i] - mean[c]) / Math.Sqrt(variance[c] + epsilon) * weight[c]) + bias[c];
        }

        return output;
    }

    /// <summary>The running mean and variance after one batch; the batch's variance is taken unbiased.</summary>
    public static (Array64 Mean, Array64 Variance) RunningStatistics(Array64 input, Array64 mean, Array64 variance, double momentum = 0.1)
    {
        (Array64 newMean, Array64 newVariance) = ChannelStatistics(input);
        double count = input.Count / (double)mean.Count;
        for (int c = 0; c < mean.Count; c++)
        {
            newMean[c] = ((1 - momentum) * mean[c]) + (momentum * newMean[c]);
            newVariance[c] = ((1 - momentum) * variance[c]) + (momentum * newVariance[c] * count / (count - 1));
        }

        return (newMean, newVariance);
    }
}
