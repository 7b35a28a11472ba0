using System.Reflection;
using Xunit;

namespace StnEngine.Tests.Operations;

/// <summary>Checks the case list itself: an operation that nobody added to it fails here.</summary>
public sealed class CoverageTests
{
    private static readonly string[] NoOperations =
    [
        "Batch", "Plain", "Full", "Detach", "op_Addition", "op_Subtraction", "op_Multiply", "op_Division", "op_UnaryNegation",
    ];

    [Fact]
    public void Cases_CoverEveryOperationOfATensor()
    {
        IEnumerable<string> operations = typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
            .Where(m => m.ReturnType == typeof(Tensor) && !m.Name.StartsWith("get_", StringComparison.Ordinal))
            .Select(m => m.Name)
            .Except(NoOperations);
        Assert.Equal(operations.Order(StringComparer.Ordinal), OperationCases.Cases.Select(c => c.Operation).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Cases_OfEveryOperationOnBatches_HaveRaggedAndSeveralBlocks()
    {
        var images = OperationCases.Cases.Where(c => c.Inputs[0].IsBatched).ToLookup(c => c.Operation, c => c.Inputs[0].Shape[0]);
        Assert.All(images, operation => Assert.Superset(new HashSet<int> { 1, 17, 33 }, operation.ToHashSet()));
        Assert.Superset(new HashSet<int> { 1, 15, 16, 17, 33 }, images.SelectMany(i => i).ToHashSet());
    }

    [Fact]
    public void BadShapes_CoverEveryOperationThatCanFail()
    {
        string[] takeAnything = ["Relu", "LeakyRelu", "Negate", "Sigmoid", "Tanh", "Exp", "Log", "Square", "Scale"];
        Assert.Equal(
            OperationCases.Cases.Select(c => c.Operation).Distinct().Except(takeAnything).Order(StringComparer.Ordinal),
            OperationCases.BadShapes.Select(b => b.Operation).Distinct().Order(StringComparer.Ordinal));
    }
}
