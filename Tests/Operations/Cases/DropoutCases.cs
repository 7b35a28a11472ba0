using StnEngine.Kernels;
using StnEngine.Tests.Reference;

namespace StnEngine.Tests.Operations.Cases;

// Dropout is a product with a mask. The mask of a case is found by dropping from ones, on one device for all.
internal static class DropoutCases
{
    private const ulong Key = 0x0123456789ABCDEF;

    public static IEnumerable<OperationCase> All =>
    [
        Of("Dropout", [1, 9], 0.5f, 0),
        Of("Dropout", [17, 3, 2, 2], 0.25f, 3),
        Of("Dropout", [33, 5], 0.5f, 1),
        Of("Dropout", [15], 0.5f, 2),
        Of("Dropout", [16, 2], 0, 2),
        Of("Dropout2d", [1, 9, 2, 2], 0.5f, 0),
        Of("Dropout2d", [17, 3, 2, 3], 0.25f, 7),
        Of("Dropout2d", [33, 6, 1, 1], 0.5f, 1),
    ];

    public static IEnumerable<BadShape> Bad =>
    [
        BadOf("Dropout", "a plain input", OperationInput.Plain("input", 4, 3), [], "plain", "[4, 3]"),
        BadOf("Dropout", "two counters", OperationInput.Batch("input", 4, 3), [2], "counter", "[2]"),
        BadOf("Dropout2d", "an input of rank 2", OperationInput.Batch("input", 4, 3), [], "rank 4", "[4, 3]"),
        BadOf("Dropout2d", "two counters", OperationInput.Batch("input", 4, 3, 2, 2), [1, 2], "counter", "[1, 2]"),
    ];

    private static Tensor Run(string operation, Tensor input, float probability, Tensor counter) =>
        operation == "Dropout" ? input.Dropout(probability, Key, counter) : input.Dropout2d(probability, Key, counter);

    private static OperationCase Of(string operation, int[] shape, float probability, float draw)
    {
        var mask = new Lazy<Array64>(() =>
        {
            using Device device = TestDevices.Open("cpu", 1);
            using TensorScope scope = TensorScope.Begin();
            Tensor ones = Tensor.Full(device, 1, true, shape);
            return Array64.Of(Run(operation, ones, probability, Tensor.Plain(device, [draw])).ToArray(), shape);
        });
        return new OperationCase(
            operation, FormattableString.Invariant($"[{string.Join(", ", shape)}] batch, probability {probability}"),
            [OperationInput.Batch("input", shape), OperationInput.Plain("counter") with { HasGradient = false, Values = (_, _) => [draw] }],
            t => Run(operation, t[0], probability, t[1]), a => Naive.Multiply(a[0], mask.Value))
        { ImagesAreIndependent = false };
    }

    private static BadShape BadOf(string operation, string why, OperationInput input, int[] counter, params string[] names) =>
        new(operation, why, [input, OperationInput.Plain("counter", counter)], t => Run(operation, t[0], 0.5f, t[1]), names);
}
