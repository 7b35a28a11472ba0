using StnEngine.Kernels;
using StnEngine.Onnx;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>Normalises every channel over the batch: <c>(x - mean) / sqrt(variance + epsilon) * weight + bias</c>.</summary>
    /// <param name="weight"><c>[C]</c>, plain.</param>
    /// <param name="bias"><c>[C]</c>, plain.</param>
    /// <param name="runningMean"><c>[C]</c>, plain. Training moves it towards the batch's mean, evaluation normalises with it.</param>
    /// <param name="runningVariance"><c>[C]</c>, plain. The same for the variance, the batch's taken unbiased.</param>
    /// <param name="training">Whether mean and (biased) variance are the batch's own; otherwise the running ones.</param>
    /// <param name="momentum">Weight of the batch in the running statistics, from 0 to 1.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>The same shape.</returns>
    /// <remarks>
    /// Axis 1 is the channel; the statistics are over all others. The way back of an evaluation reads the running statistics again:
    /// go it before they move. Source: Ioffe and Szegedy, <em>Batch Normalization</em>, arXiv 1502.03167; constants as PyTorch's.
    /// </remarks>
    /// <exception cref="ShapeException">This is no batch of rank 2 or more, a parameter is not <c>[C]</c>, or there is one number a channel to train on.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The momentum is not in 0..1 or epsilon is negative.</exception>
    public Tensor BatchNorm(Tensor weight, Tensor bias, Tensor runningMean, Tensor runningVariance, bool training, float momentum = 0.1f, float epsilon = 1e-5f)
    {
        BatchNormDims dims = BatchNormDimsOf(weight, bias, runningMean, runningVariance, momentum, epsilon);
        Tensor mean = runningMean, variance = runningVariance;
        if (training)
        {
            Require.That(dims.Count > 1, nameof(BatchNorm), $"training wants more than one number in each channel; {Shape} has one. Use a larger batch, or Evaluate");
            mean = New(Device, weight.Shape, false);
            variance = New(Device, weight.Shape, false);
            Device.BatchNorm.Statistics(dims, Buffer, mean.Buffer, variance.Buffer);
            Device.BatchNorm.UpdateRunning(dims, momentum, mean.Buffer, variance.Buffer, runningMean.Buffer, runningVariance.Buffer);
        }

        Tensor output = New(Device, Shape, true);
        Device.BatchNorm.Forward(dims, Buffer, mean.Buffer, variance.Buffer, weight.Buffer, bias.Buffer, output.Buffer);
        return output.MadeBy(new BatchNormNode(dims, this, weight, bias, mean, variance, training));
    }

    private BatchNormDims BatchNormDimsOf(Tensor weight, Tensor bias, Tensor runningMean, Tensor runningVariance, float momentum, float epsilon)
    {
        const string Operation = nameof(BatchNorm);
        Require.Given(Operation, this, weight, bias, runningMean, runningVariance);
        Require.That(IsBatched && Shape.Rank >= 2, Operation, $"a batch [N, C, ...] is wanted; {(IsBatched ? "a batch" : "a plain tensor")} of shape {Shape} was given");
        foreach ((string name, Tensor tensor) in new[] { ("weight", weight), ("bias", bias), ("running mean", runningMean), ("running variance", runningVariance) })
        {
            ArgumentNullException.ThrowIfNull(tensor, name);
            Require.That(!tensor.IsBatched && tensor.Shape == new Shape(Shape[1]), Operation, $"the {name} must be plain and have shape [{Shape[1]}], one number for each channel of {Shape}; {tensor.Shape} was given");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        return momentum is >= 0 and <= 1
            ? new BatchNormDims(Shape[0], Shape[1], Shape.Count / (Shape[0] * Shape[1]), epsilon)
            : throw new ArgumentOutOfRangeException(nameof(momentum), momentum, $"{Operation}: a momentum from 0 to 1 is wanted.");
    }

    private sealed class BatchNormNode(BatchNormDims dims, Tensor input, Tensor weight, Tensor bias, Tensor mean, Tensor variance, bool training)
        : Node(input, weight, bias)
    {
        public override void Backward(Tensor output)
        {
            IBatchNorm kernels = output.Device.BatchNorm;
            if (input.RequiresGrad && !training)
            {
                kernels.BackwardEvaluated(dims, variance.Buffer, weight.Buffer, output.GradBuffer, input.GradBuffer);
            }

            if (!weight.RequiresGrad && !bias.RequiresGrad && !(input.RequiresGrad && training))
            {
                return;
            }

            Tensor gradSum = New(output.Device, weight.Shape, false);
            Tensor gradNormalSum = New(output.Device, weight.Shape, false);
            kernels.BackwardSums(dims, input.Buffer, mean.Buffer, variance.Buffer, output.GradBuffer, gradSum.Buffer, gradNormalSum.Buffer);
            if (input.RequiresGrad && training)
            {
                kernels.BackwardTrained(
                    dims, input.Buffer, mean.Buffer, variance.Buffer, weight.Buffer, output.GradBuffer, gradSum.Buffer, gradNormalSum.Buffer, input.GradBuffer);
            }

            if (weight.RequiresGrad)
            {
                output.Device.Memory.Add(weight.Layout, gradNormalSum.Buffer, weight.GradBuffer);
            }

            if (bias.RequiresGrad)
            {
                output.Device.Memory.Add(bias.Layout, gradSum.Buffer, bias.GradBuffer);
            }
        }

        public override string Export(OnnxGraph graph, Tensor output) => training
            ? throw NotExported("BatchNorm in training")
            : graph.Add("BatchNormalization", [graph[input], graph[weight], graph[bias], graph[mean], graph[variance]], OnnxAttribute.Real("epsilon", dims.Epsilon));
    }
}
