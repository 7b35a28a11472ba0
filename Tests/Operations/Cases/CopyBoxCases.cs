using StnEngine.Tests.Reference;

namespace StnEngine.Tests.Operations.Cases;

// Concatenate, Slice and Pad, on batches and on plain tensors, along each axis there is.
internal static class CopyBoxCases
{
    public static IEnumerable<OperationCase> All =>
    [
        Concatenated(1, B(1, 3), B(1, 1)),
        Concatenated(1, B(17, 2, 3, 4), B(17, 1, 3, 4), B(17, 5, 3, 4)),
        Concatenated(2, B(33, 2, 1, 3), B(33, 2, 4, 3)),
        Concatenated(3, B(16, 2, 3, 2), B(16, 2, 3, 5)),
        Concatenated(2, B(15, 3, 7)),
        Concatenated(0, P(2, 3), P(1, 3), P(4, 3)),
        Concatenated(1, P(2, 3, 2), P(2, 1, 2)),
        Concatenated(0, P(1), P(1)),
        Sliced(B(1, 5), 1, 0, 1),
        Sliced(B(17, 5, 3, 2), 1, 1, 3),
        Sliced(B(33, 2, 5, 3), 2, 4, 1),
        Sliced(B(16, 2, 3, 7), 3, 2, 5),
        Sliced(B(15, 3, 2), 2, 0, 2),
        Sliced(P(7, 3), 0, 2, 4),
        Sliced(P(2, 7, 3), 1, 3, 4),
        Sliced(P(2, 5), 1, 4, 1),
        Padded(B(1, 1, 1), 1, 0, 0, 2, -0.5f),
        Padded(B(17, 2, 3, 4), 1, 2, 3, 0, 0.25f),
        Padded(B(33, 1, 4, 3), 0, 1, 0, 5, 0),
        Padded(B(16, 3, 2, 1), 2, 2, 2, 2, 1),
        Padded(B(15, 2, 3), 0, 0, 0, 0, 3),
        Padded(P(3, 5), 2, 1, 0, 4, -1),
        Padded(P(2, 3, 2, 4), 1, 0, 3, 2, 0.5f),
    ];

    public static IEnumerable<BadShape> Bad =>
    [
        BadConcatenated("the batch axis", 0, [B(17, 3), B(16, 3)], "axis 0", "[17, 3]", "one batch"),
        BadConcatenated("an axis too far", 2, [B(17, 3), B(17, 3)], "axis 2", "[17, 3]"),
        BadConcatenated("a negative axis", -1, [P(3), P(3)], "axis -1", "[3]"),
        BadConcatenated("other images", 1, [B(17, 3), B(16, 3)], "[17, 3]", "[16, 3]"),
        BadConcatenated("another height", 1, [B(17, 3, 4), B(17, 3, 5)], "[17, 3, 4]", "[17, 3, 5]"),
        BadConcatenated("another rank", 1, [B(17, 3, 4), B(17, 3)], "[17, 3, 4]", "[17, 3]"),
        BadConcatenated("a batch and a plain tensor", 1, [B(17, 3), P(17, 3)], "a batch [17, 3]", "a plain tensor [17, 3]"),
        new("Concatenate", "nothing", [], _ => Tensor.Concatenate(0), "at least one"),
        BadSliced("the batch axis", B(17, 3), 0, 0, 16, "axis 0", "[17, 3]", "upload"),
        BadSliced("an axis too far", P(2, 3), 2, 0, 1, "axis 2", "[2, 3]"),
        BadSliced("a part too long", B(17, 3), 1, 1, 3, "[17, 3]", "3 from 1"),
        BadSliced("a part too far", B(17, 3), 1, int.MaxValue, 3, "[17, 3]", "3 from 2147483647"),
        BadSliced("an empty part", B(17, 3), 1, 1, 0, "[17, 3]", "0 from 1"),
        BadSliced("a negative start", P(3), 0, -1, 2, "[3]", "2 from -1"),
        BadPadded("a batch of rank 2", B(17, 3), 1, "a batch [17, 3]"),
        BadPadded("a plain tensor of rank 1", P(3), 1, "a plain tensor [3]"),
        BadPadded("a negative side", B(17, 3, 3), -2, "[17, 3, 3]", "-2 columns left"),
    ];

    private static OperationInput B(params int[] shape) => OperationInput.Batch("input", shape);

    private static OperationInput P(params int[] shape) => OperationInput.Plain("input", shape);

    private static OperationCase Concatenated(int axis, params OperationInput[] inputs) => new(
        "Concatenate", $"{string.Join(" and ", inputs.Select(i => i.ToString()))} along axis {axis}",
        [.. inputs.Select((input, i) => input with { Name = $"input {i}" })],
        t => Tensor.Concatenate(axis, t), a => Naive.Concatenate(axis, a));

    private static OperationCase Sliced(OperationInput input, int axis, int start, int length) => new(
        "Slice", $"{input}, axis {axis}, {length} from {start}", [input], t => t[0].Slice(axis, start, length), a => Naive.Slice(a[0], axis, start, length));

    private static OperationCase Padded(OperationInput input, int top, int bottom, int left, int right, float value) => new(
        "Pad", FormattableString.Invariant($"{input} by {top}, {bottom}, {left}, {right} with {value}"), [input],
        t => t[0].Pad(top, bottom, left, right, value), a => Naive.Pad(a[0], top, bottom, left, right, value));

    private static BadShape BadConcatenated(string why, int axis, OperationInput[] inputs, params string[] names) =>
        new("Concatenate", why, inputs, t => Tensor.Concatenate(axis, t), names);

    private static BadShape BadSliced(string why, OperationInput input, int axis, int start, int length, params string[] names) =>
        new("Slice", why, [input], t => t[0].Slice(axis, start, length), names);

    private static BadShape BadPadded(string why, OperationInput input, int left, params string[] names) =>
        new("Pad", why, [input], t => t[0].Pad(1, 1, left, 1), names);
}
