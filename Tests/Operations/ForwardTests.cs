using Xunit;

namespace StnEngine.Tests.Operations;

/// <summary>Promise 1: every operation gives what the naive double-precision loops give.</summary>
public sealed class ForwardTests
{
    public static TheoryData<string, string> Rows => OperationCases.RowsOfAllGroupSizes;

    [Theory]
    [MemberData(nameof(Rows))]
    public void Forward_OfACase_MatchesTheReference(string spec, string name)
    {
        using var run = new CaseRun(spec, name);
        run.AssertOutput(run.Forward());
    }
}
