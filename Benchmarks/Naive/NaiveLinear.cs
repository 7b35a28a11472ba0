namespace StnEngine.Benchmarks.Naive;

/// <summary>A linear layer with bias.</summary>
internal sealed class NaiveLinear(int images, int inFeatures, int outFeatures) : NaiveWork
{
    public override void Forward(float[][] inputs, float[] output)
    {
        for (int n = 0; n < images; n++)
        {
            for (int o = 0; o < outFeatures; o++)
            {
                float sum = inputs[2][o];
                for (int i = 0; i < inFeatures; i++)
                {
                    sum += inputs[0][(n * inFeatures) + i] * inputs[1][(o * inFeatures) + i];
                }

                output[(n * outFeatures) + o] = sum;
            }
        }
    }

    public override void Backward(float[][] inputs, float[] output, float[] gradOutput, float[][] gradInputs)
    {
        for (int n = 0; n < images; n++)
        {
            for (int o = 0; o < outFeatures; o++)
            {
                float grad = gradOutput[(n * outFeatures) + o];
                gradInputs[2][o] += grad;
                for (int i = 0; i < inFeatures; i++)
                {
                    gradInputs[0][(n * inFeatures) + i] += grad * inputs[1][(o * inFeatures) + i];
                    gradInputs[1][(o * inFeatures) + i] += grad * inputs[0][(n * inFeatures) + i];
                }
            }
        }
    }
}
