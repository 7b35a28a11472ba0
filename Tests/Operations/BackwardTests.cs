using Xunit;

namespace StnEngine.Tests.Operations;

/// <summary>Promises 2 and 3: gradients match central differences of the reference, and are added.</summary>
public sealed class BackwardTests
{
    public static TheoryData<string, string> RowsOfAllGroupSizes => OperationCases.RowsWithGradientOfAllGroupSizes;

    public static TheoryData<string, string> Rows => OperationCases.RowsWithGradient;

    public static TheoryData<string, string> RowsWithSeveralGradients => OperationCases.RowsWithSeveralGradients;

    [Theory]
    [MemberData(nameof(RowsOfAllGroupSizes))]
    public void Backward_OfACase_MatchesCentralDifferences(string spec, string name)
    {
        using var run = new CaseRun(spec, name);
        run.Backward(run.Forward());
        foreach (int which in run.WithGradient)
        {
            run.AssertGradient(which);
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Backward_RunTwice_AddsTwice(string spec, string name)
    {
        using var run = new CaseRun(spec, name);
        Tensor output = run.Forward();
        run.Backward(output);
        run.Backward(output);
        foreach (int which in run.WithGradient)
        {
            run.AssertGradient(which, times: 2);
        }
    }

    [Theory]
    [MemberData(nameof(RowsWithSeveralGradients))]
    public void Backward_WithOneGradientWanted_GivesThatOneOnly(string spec, string name)
    {
        using var run = new CaseRun(spec, name);
        int[] all = [.. run.WithGradient];
        foreach (int wanted in all)
        {
            foreach (int which in all)
            {
                run.Inputs[which].RequiresGrad = which == wanted;
                run.Inputs[which].ZeroGrad();
            }

            run.Backward(run.Forward());
            run.AssertGradient(wanted);
            foreach (int later in all.Where(w => w > wanted))
            {
                Assert.Null(run.Inputs[later].Grad);
            }
        }
    }
}
