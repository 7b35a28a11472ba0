namespace StnEngine.Benchmarks.Naive;

/// <summary>Each channel times one number, as dropout of whole channels does.</summary>
internal sealed class NaiveChannelProduct(int positions) : NaiveWork
{
    public override void Forward(float[][] inputs, float[] output)
    {
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = inputs[0][i] * inputs[1][i / positions];
        }
    }

    public override void Backward(float[][] inputs, float[] output, float[] gradOutput, float[][] gradInputs)
    {
        for (int i = 0; i < output.Length; i++)
        {
            gradInputs[0][i] += gradOutput[i] * inputs[1][i / positions];
            gradInputs[1][i / positions] += gradOutput[i] * inputs[0][i];
        }
    }
}
