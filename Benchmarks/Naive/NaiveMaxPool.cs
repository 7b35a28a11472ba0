namespace StnEngine.Benchmarks.Naive;

/// <summary>Max pooling of 2x2 windows.</summary>
internal sealed class NaiveMaxPool(int size) : NaiveWork
{
    public override void Forward(float[][] inputs, float[] output)
    {
        for (int to = 0; to < output.Length; to++)
        {
            output[to] = inputs[0][Largest(inputs[0], to)];
        }
    }

    public override void Backward(float[][] inputs, float[] output, float[] gradOutput, float[][] gradInputs)
    {
        for (int from = 0; from < output.Length; from++)
        {
            gradInputs[0][Largest(inputs[0], from)] += gradOutput[from];
        }
    }

    // The first of the window's largest pixels.
    private int Largest(float[] image, int window)
    {
        int half = size / 2;
        int plane = window / (half * half), row = window / half % half, column = window % half;
        int first = (((plane * size) + (2 * row)) * size) + (2 * column);
        int best = first;
        foreach (int other in (ReadOnlySpan<int>)[first + 1, first + size, first + size + 1])
        {
            best = image[other] > image[best] ? other : best;
        }

        return best;
    }
}
