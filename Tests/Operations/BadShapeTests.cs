using StnEngine.Kernels;
using StnEngine.Tests.Reference;
using Xunit;

namespace StnEngine.Tests.Operations;

/// <summary>Promise 4: what an operation cannot do, it refuses with a message that says what was given.</summary>
public sealed class BadShapeTests
{
    public static TheoryData<string> Rows => OperationCases.RowsOfBadShapes;

    public static TheoryData<string> CasesOfSeveralInputs =>
        [.. OperationCases.Cases.Where(c => c.Inputs.Length > 1).DistinctBy(c => (c.Operation, c.Inputs.Length)).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Operation_OnABadShape_NamesItselfAndTheShapes(string name)
    {
        BadShape bad = OperationCases.BadShape(name);
        using Device device = TestDevices.Open("cpu", 1);
        using TensorScope scope = TensorScope.Begin();
        Tensor[] inputs = [.. bad.Inputs.Select(i => i.On(device, new float[Array64.CountOf(i.Shape)]))];
        ShapeException refusal = Assert.Throws<ShapeException>(() => bad.Run(inputs));
        Assert.Equal(bad.Operation, refusal.Operation);
        Assert.StartsWith($"{bad.Operation}: ", refusal.Message, StringComparison.Ordinal);
        Assert.All(bad.Names, part => Assert.Contains(part, refusal.Message, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(CasesOfSeveralInputs))]
    public void Operation_OnTwoDevices_NamesItselfAndBoth(string name)
    {
        CaseAnswer answer = OperationCases.Answer(name);
        using Device here = TestDevices.Open("cpu", 1);
        using Device there = TestDevices.Open("cpu", 1);
        using TensorScope scope = TensorScope.Begin();
        for (int stranger = 0; stranger < answer.Case.Inputs.Length; stranger++)
        {
            Tensor[] inputs = [.. answer.Case.Inputs.Select((input, i) => input.On(i == stranger ? there : here, answer.Values[i]))];
            DeviceException refusal = Assert.Throws<DeviceException>(() => answer.Case.Run(inputs));
            Assert.StartsWith($"{answer.Case.Operation}: ", refusal.Message, StringComparison.Ordinal);
            Assert.Contains($"on {here.Spec}, another on {there.Spec}", refusal.Message, StringComparison.Ordinal);
        }
    }
}
