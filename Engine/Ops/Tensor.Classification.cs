using StnEngine.Kernels;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>Mean over the images of minus the log-probability of each one's label.</summary>
    /// <param name="labels"><c>[N]</c>, batched, whole numbers from 0 to C - 1; another gives NaN.</param>
    /// <returns>A plain scalar.</returns>
    /// <exception cref="ShapeException">This is no batch <c>[N, C]</c> (of log-probabilities), or the labels are no batch <c>[N]</c>.</exception>
    public Tensor NegativeLogLikelihood(Tensor labels)
    {
        ClassificationDims dims = Classification(nameof(NegativeLogLikelihood), labels);
        Tensor loss = New(Device, default, false);
        Device.NegativeLogLikelihood.Forward(dims, Buffer, labels.Buffer, loss.Buffer);
        return loss.MadeBy(new NegativeLogLikelihoodNode(dims, this, labels));
    }

    /// <summary>Log-softmax and negative log likelihood in one pass: the mean loss of classification scores.</summary>
    /// <param name="labels"><c>[N]</c>, batched, whole numbers from 0 to C - 1; another gives NaN.</param>
    /// <returns>A plain scalar.</returns>
    /// <exception cref="ShapeException">This is no batch <c>[N, C]</c> (of scores), or the labels are no batch <c>[N]</c>.</exception>
    public Tensor CrossEntropy(Tensor labels)
    {
        ClassificationDims dims = Classification(nameof(CrossEntropy), labels);
        Tensor loss = New(Device, default, false);
        Device.CrossEntropy.Forward(dims, Buffer, labels.Buffer, loss.Buffer);
        return loss.MadeBy(new CrossEntropyNode(dims, this, labels));
    }

    /// <summary>How many images have their label's score highest; among equals the first class wins. Has no gradient.</summary>
    /// <param name="labels"><c>[N]</c>, batched.</param>
    /// <returns>A plain scalar.</returns>
    /// <exception cref="ShapeException">This is no batch <c>[N, C]</c>, or the labels are no batch <c>[N]</c>.</exception>
    public Tensor CountCorrect(Tensor labels)
    {
        ClassificationDims dims = Classification(nameof(CountCorrect), labels);
        Tensor count = New(Device, default, false);
        Device.Accuracy.CountCorrect(dims, Buffer, labels.Buffer, count.Buffer);
        return count;
    }

    private ClassificationDims Classification(string operation, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        Require.Given(operation, this, labels);
        Require.Batched(operation, "the input", this, 2);
        Require.Batched(operation, "labels", labels, 1);
        Require.That(labels.Shape[0] == Shape[0], operation, $"the input {Shape} has {Shape[0]} images, the labels {labels.Shape} have {labels.Shape[0]}");
        return new ClassificationDims(Shape[0], Shape[1]);
    }

    private sealed class NegativeLogLikelihoodNode(ClassificationDims dims, Tensor input, Tensor labels) : Node(input)
    {
        public override void Backward(Tensor output) =>
            output.Device.NegativeLogLikelihood.Backward(dims, labels.Buffer, output.GradBuffer, input.GradBuffer);
    }

    private sealed class CrossEntropyNode(ClassificationDims dims, Tensor input, Tensor labels) : Node(input)
    {
        public override void Backward(Tensor output) =>
            output.Device.CrossEntropy.Backward(dims, input.Buffer, labels.Buffer, output.GradBuffer, input.GradBuffer);
    }
}
