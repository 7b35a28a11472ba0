using StnEngine.Tests.Reference;

namespace StnEngine.Tests.Operations;

// One operation on inputs of fixed shapes: how to run it on tensors, and the same in naive double-precision loops.
internal sealed record OperationCase(
    string Operation, string Variant, OperationInput[] Inputs, Func<Tensor[], Tensor> Run, Func<Array64[], Array64> Reference)
{
    // Terms that are summed into one element of the output.
    public int Terms { get; init; } = 1;

    // Whether image n of the output is a function of image n of the inputs: its numeric gradient then needs that image only.
    public bool ImagesAreIndependent { get; init; } = true;

    // Floats that the largest input takes on a device.
    public long LongestInput => Inputs.Max(i => i.Layout.StoredLength);

    public string Name => $"{Operation} {Variant}";

    public bool HasGradient => Array.Exists(Inputs, i => i.HasGradient);
}
