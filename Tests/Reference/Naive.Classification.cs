namespace StnEngine.Tests.Reference;

public static partial class Naive
{
    /// <summary>log(exp(value) / sum of exp over the classes), axis 1 of [N, C] or [N, C, ...]; the largest is taken out first.</summary>
    public static Array64 LogSoftmax(Array64 input)
    {
        int batch = input.Shape[0], classes = input.Shape[1], inner = Array64.CountOf(input.Shape.AsSpan(2));
        Array64 output = Array64.Zeros([.. input.Shape]);
        for (int n = 0; n < batch; n++)
        {
            for (int i = 0; i < inner; i++)
            {
                double largest = double.NegativeInfinity, sum = 0;
                for (int c = 0; c < classes; c++)
                {
                    largest = Math.Max(largest, input[(((n * classes) + c) * inner) + i]);
                }

                for (int c = 0; c < classes; c++)
                {
                    sum += Math.Exp(input[(((n * classes) + c) * inner) + i] - largest);
                }

                for (int c = 0; c < classes; c++)
                {
                    int at = (((n * classes) + c) * inner) + i;
                    output[at] = input[at] - largest - Math.Log(sum);
                }
            }
        }

        return output;
    }

    /// <summary>Mean over the batch of -logProbabilities[n, targets[n]], a scalar.</summary>
    public static Array64 NegativeLogLikelihood(Array64 logProbabilities, int[] targets)
    {
        double sum = 0;
        for (int n = 0; n < targets.Length; n++)
        {
            sum -= logProbabilities[n, targets[n]];
        }

        return Array64.Scalar(sum / targets.Length);
    }

    /// <summary>Negative log-likelihood of the log-softmax of logits [N, C], mean over the batch.</summary>
    public static Array64 CrossEntropy(Array64 logits, int[] targets) => NegativeLogLikelihood(LogSoftmax(logits), targets);
}
