namespace StnEngine.Benchmarks.Naive;

/// <summary>An operation as anyone would first write it: loops over floats in <c>[N, C, H, W]</c>, on one thread.</summary>
internal abstract class NaiveWork
{
    /// <summary>Overwrites the output.</summary>
    /// <param name="inputs">Each input's numbers.</param>
    /// <param name="output">The result's.</param>
    public abstract void Forward(float[][] inputs, float[] output);

    /// <summary>Adds to the gradients of all inputs.</summary>
    /// <param name="inputs">Each input's numbers.</param>
    /// <param name="output">The result's, as <see cref="Forward"/> left them.</param>
    /// <param name="gradOutput">The result's gradient.</param>
    /// <param name="gradInputs">Each input's gradient.</param>
    public abstract void Backward(float[][] inputs, float[] output, float[] gradOutput, float[][] gradInputs);
}
