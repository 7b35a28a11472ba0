namespace StnEngine.Tests.Operations;

// Inputs that an operation must refuse, and what its message must name beside the operation: usually the shapes.
internal sealed record BadShape(string Operation, string Why, OperationInput[] Inputs, Func<Tensor[], Tensor> Run, params string[] Names)
{
    public string Name => $"{Operation}: {Why}";
}
