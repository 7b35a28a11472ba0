namespace StnEngine.Tests.Reference;

public static partial class Naive
{
    /// <summary>One step of gradient descent as PyTorch defines it; the velocity starts at zero, weight decay joins the gradient.</summary>
    public static (Array64 Param, Array64 Velocity) SgdStep(
        Array64 param, Array64 grad, Array64 velocity, double learningRate, double momentum = 0, bool nesterov = false, double weightDecay = 0)
    {
        (Array64 newParam, Array64 newVelocity) = (param.Copy(), velocity.Copy());
        for (int i = 0; i < param.Count; i++)
        {
            double slope = grad[i] + (weightDecay * param[i]);
            newVelocity[i] = (momentum * velocity[i]) + slope;
            newParam[i] -= learningRate * (nesterov ? slope + (momentum * newVelocity[i]) : newVelocity[i]);
        }

        return (newParam, newVelocity);
    }

    /// <summary>One step of Adam (Kingma and Ba, algorithm 1); steps count from 1, weight decay joins the gradient.</summary>
    public static (Array64 Param, Array64 M, Array64 V) AdamStep(
        Array64 param, Array64 grad, Array64 m, Array64 v, int step, double learningRate = 1e-3,
        double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
    {
        (Array64 newParam, Array64 newM, Array64 newV) = (param.Copy(), m.Copy(), v.Copy());
        for (int i = 0; i < param.Count; i++)
        {
            double slope = grad[i] + (weightDecay * param[i]);
            newM[i] = (beta1 * m[i]) + ((1 - beta1) * slope);
            newV[i] = (beta2 * v[i]) + ((1 - beta2) * slope * slope);
            double mean = newM[i] / (1 - Math.Pow(beta1, step));
            double square = newV[i] / (1 - Math.Pow(beta2, step));
            newParam[i] -= learningRate * mean / (Math.Sqrt(square) + epsilon);
        }

        return (newParam, newM, newV);
    }

    /// <summary>One step of AdamW (Loshchilov and Hutter): the parameter shrinks, then Adam without weight decay moves it.</summary>
    public static (Array64 Param, Array64 M, Array64 V) AdamWStep(
        Array64 param, Array64 grad, Array64 m, Array64 v, int step, double learningRate = 1e-3,
        double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01) =>
        AdamStep(param.Map(value => value * (1 - (learningRate * weightDecay))), grad, m, v, step, learningRate, beta1, beta2, epsilon);
}
