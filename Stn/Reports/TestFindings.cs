using Stn.Data;
using Stn.Evaluation;
using Stn.Training;
using StnEngine;
using StnEngine.Datasets;

namespace Stn.Reports;

/// <summary>What a model answered on test images.</summary>
/// <param name="Matrix">How often each class was taken for which.</param>
/// <param name="Mistakes">The wrong answers that were given with the highest probability, the most confident first.</param>
/// <param name="IsPart">Whether only a part of the test images was asked about.</param>
internal sealed record TestFindings(ConfusionMatrix Matrix, IReadOnlyList<Mistake> Mistakes, bool IsPart)
{
    /// <summary>Asks a model.</summary>
    public static TestFindings Of(TrainingSession session, ReportScope scope)
    {
        TrainingData data = session.Data;
        bool isPart = scope.TestImages < data.Test.Count;
        ImageSet images = isPart ? data.Test.Subset([.. Enumerable.Range(0, scope.TestImages)]) : data.Test;
        var matrix = new ConfusionMatrix(data.ClassNames);
        var worst = new PriorityQueue<Mistake, double>();
        int most = scope.Mistakes;
        Evaluator.Score(session.Model, data, images, session.Device, (batch, seen, scores) =>
        {
            SeenBatch? shown = null;
            float[] values = scores.ToArray();
            for (int n = 0; n < batch.Count; n++)
            {
                ReadOnlySpan<float> own = values.AsSpan(n * data.ClassNames.Count, data.ClassNames.Count);
                (int label, int answer) = ((int)batch.Labels[n], Evaluator.Highest(own));
                matrix.Add(label, answer);
                if (label != answer)
                {
                    double[] probabilities = Prediction.Softmax(own);
                    if (worst.Count < most || probabilities[answer] > worst.Peek().Probability)
                    {
                        shown ??= Show(seen);
                        Keep(new Mistake(shown[n, label], answer, probabilities[answer], probabilities[label]));
                    }
                }
            }
        });
        return new TestFindings(matrix, [.. worst.UnorderedItems.Select(i => i.Element).OrderByDescending(m => m.Probability)], isPart);

        SeenBatch Show(Tensor seen)
        {
            var shown = new SeenBatch(data, session.Model, seen);
            most = scope.Fitting(scope.Mistakes, 0.15, shown.SampleBytes);
            return shown;
        }

        void Keep(Mistake mistake)
        {
            worst.Enqueue(mistake, mistake.Probability);
            while (worst.Count > most)
            {
                worst.Dequeue();
            }
        }
    }
}
