using StnEngine.Tests.Reference;

namespace StnEngine.Tests.Operations.Cases;

// LogSoftmax, NegativeLogLikelihood, CrossEntropy and CountCorrect.
internal static class ClassificationCases
{
    public static IEnumerable<OperationCase> All =>
    [
        LogSoftmax(1, [1, 1]),
        LogSoftmax(1, [17, 10]),
        LogSoftmax(1, [33, 3]),
        LogSoftmax(1, [15, 5, 2, 3]),
        LogSoftmax(1, [1, 7, 1, 2]),
        LogSoftmax(1, [16, 2, 3]),
        LogSoftmax(200, [17, 10]),
        Loss("NegativeLogLikelihood", 1, 2, 1),
        Loss("NegativeLogLikelihood", 17, 10, 3),
        Loss("NegativeLogLikelihood", 33, 3, 1),
        Loss("CrossEntropy", 1, 1, 1),
        Loss("CrossEntropy", 16, 3, 1),
        Loss("CrossEntropy", 17, 10, 1),
        Loss("CrossEntropy", 33, 7, 3),
        Loss("CrossEntropy", 17, 9, 200),
        Correct(1, 1),
        Correct(17, 3),
        Correct(33, 2),
    ];

    public static IEnumerable<BadShape> Bad =>
    [
        new("LogSoftmax", "a plain tensor", [OperationInput.Plain("input", 4, 3)], t => t[0].LogSoftmax(), "[4, 3]"),
        new("LogSoftmax", "no classes", [OperationInput.Batch("input", 4)], t => t[0].LogSoftmax(), "[4]"),
        .. BadLosses("NegativeLogLikelihood", (scores, labels) => scores.NegativeLogLikelihood(labels)),
        .. BadLosses("CrossEntropy", (scores, labels) => scores.CrossEntropy(labels)),
        .. BadLosses("CountCorrect", (scores, labels) => scores.CountCorrect(labels)),
    ];

    private static OperationCase LogSoftmax(float range, int[] shape) => new(
        "LogSoftmax", FormattableString.Invariant($"[{string.Join(", ", shape)}] batch, scores to {range}"),
        [OperationInput.Batch("input", shape) with { Values = Drawn.Between(-range, range), GradTerms = shape[1] }],
        t => t[0].LogSoftmax(), a => Naive.LogSoftmax(a[0]))
    { Terms = shape[1] };

    private static OperationCase Loss(string operation, int n, int classes, float range)
    {
        bool scores = operation == "CrossEntropy";
        return new OperationCase(
            operation, FormattableString.Invariant($"[{n}, {classes}] batch, scores to {range}"),
            [
                OperationInput.Batch("input", n, classes) with { Values = Drawn.Between(-range, range), GradTerms = classes },
                LabelsOf(n, classes),
            ],
            t => scores ? t[0].CrossEntropy(t[1]) : t[0].NegativeLogLikelihood(t[1]),
            a => scores ? Naive.CrossEntropy(a[0], Whole(a[1])) : Naive.NegativeLogLikelihood(a[0], Whole(a[1])))
        {
            Terms = n,
            ImagesAreIndependent = false,
        };
    }

    private static OperationCase Correct(int n, int classes) => new(
        "CountCorrect", $"[{n}, {classes}] batch", [OperationInput.Batch("input", n, classes) with { HasGradient = false, Values = Drawn.Distinct }, LabelsOf(n, classes)],
        t => t[0].CountCorrect(t[1]), a => Array64.Scalar(Enumerable.Range(0, n).Count(image => Best(a[0], image) == (int)a[1][image])));

    private static OperationInput LabelsOf(int n, int classes) =>
        OperationInput.Batch("labels", n) with { HasGradient = false, Values = Drawn.Labels(classes) };

    private static int[] Whole(Array64 labels) => Array.ConvertAll(labels.Values, value => (int)value);

    private static int Best(Array64 scores, int n) =>
        Enumerable.Range(0, scores.Shape[1]).MaxBy(c => scores[n, c]);

    private static IEnumerable<BadShape> BadLosses(string operation, Func<Tensor, Tensor, Tensor> run)
    {
        BadShape Of(string why, OperationInput scores, OperationInput labels, params string[] names) => new(operation, why, [scores, labels], t => run(t[0], t[1]), names);
        return
        [
            Of("plain scores", OperationInput.Plain("input", 4, 3), OperationInput.Batch("labels", 4), "plain", "[4, 3]"),
            Of("scores of rank 3", OperationInput.Batch("input", 4, 3, 1), OperationInput.Batch("labels", 4), "rank 2", "[4, 3, 1]"),
            Of("plain labels", OperationInput.Batch("input", 4, 3), OperationInput.Plain("labels", 4), "plain", "[4]"),
            Of("labels in rows", OperationInput.Batch("input", 4, 3), OperationInput.Batch("labels", 4, 1), "rank 1", "[4, 1]"),
            Of("too few labels", OperationInput.Batch("input", 4, 3), OperationInput.Batch("labels", 3), "[4, 3]", "[3]"),
        ];
    }
}
