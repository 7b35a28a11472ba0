namespace StnEngine.Benchmarks.Naive;

/// <summary>Logarithms of class probabilities.</summary>
internal sealed class NaiveLogSoftmax(int classes) : NaiveWork
{
    public override void Forward(float[][] inputs, float[] output)
    {
        for (int first = 0; first < output.Length; first += classes)
        {
            float largest = float.NegativeInfinity, sum = 0;
            for (int i = first; i < first + classes; i++)
            {
                largest = MathF.Max(largest, inputs[0][i]);
            }

            for (int i = first; i < first + classes; i++)
            {
                sum += MathF.Exp(inputs[0][i] - largest);
            }

            for (int i = first; i < first + classes; i++)
            {
                output[i] = inputs[0][i] - largest - MathF.Log(sum);
            }
        }
    }

    public override void Backward(float[][] inputs, float[] output, float[] gradOutput, float[][] gradInputs)
    {
        for (int first = 0; first < output.Length; first += classes)
        {
            float sum = 0;
            for (int i = first; i < first + classes; i++)
            {
                sum += gradOutput[i];
            }

            for (int i = first; i < first + classes; i++)
            {
                gradInputs[0][i] += gradOutput[i] - (MathF.Exp(output[i]) * sum);
            }
        }
    }
}
