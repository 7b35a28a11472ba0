using StnEngine.Kernels;
using StnEngine.Tests.Operations.Cases;
using Xunit;

namespace StnEngine.Tests.Operations;

// The one list: every operation, on every shape that is worth a test. Each promise is tested on all of it.
internal static class OperationCases
{
    private static readonly Dictionary<string, CaseAnswer> Answers = All().ToDictionary(c => c.Name, c => new CaseAnswer(c));
    private static readonly Dictionary<string, BadShape> Bad = AllBad().ToDictionary(b => b.Name);

    public static IEnumerable<OperationCase> Cases => Answers.Values.Select(a => a.Case);

    public static IEnumerable<BadShape> BadShapes => Bad.Values;

    // Device and case.
    public static TheoryData<string, string> RowsOfAllGroupSizes => RowsOf(Cases, TestDevices.SpecsOfAllGroupSizes);

    public static TheoryData<string, string> RowsWithGradient => RowsOf(Cases.Where(c => c.HasGradient), TestDevices.Specs);

    public static TheoryData<string, string> RowsWithGradientOfAllGroupSizes => RowsOf(Cases.Where(c => c.HasGradient), TestDevices.SpecsOfAllGroupSizes);

    public static TheoryData<string, string> RowsWithSeveralGradients => RowsOf(Cases.Where(c => c.Inputs.Count(i => i.HasGradient) > 1), TestDevices.Specs);

    // Cases whose last block has idle lanes.
    public static TheoryData<string, string> RaggedRows =>
        RowsOf(Cases.Where(c => Array.Exists(c.Inputs, i => i.IsBatched && i.Shape[0] % Layout.Lanes != 0)), TestDevices.Specs);

    public static TheoryData<string> RowsOfBadShapes => [.. Bad.Keys];

    public static TheoryData<string, string> RowsOn(IReadOnlyList<string> specs) => RowsOf(Cases, specs);

    public static CaseAnswer Answer(string name) => Answers[name];

    public static BadShape BadShape(string name) => Bad[name];

    private static IEnumerable<OperationCase> All() =>
    [
        .. Conv2dCases.All, .. Pool2dCases.All, .. DenseCases.All, .. BroadcastCases.All, .. ElementwiseCases.All,
        .. UnaryCases.All, .. AxisReduceCases.All,
        .. DropoutCases.All, .. ClassificationCases.All, .. SamplerCases.All,
        .. CopyBoxCases.All, .. BatchNormCases.All,
    ];

    private static IEnumerable<BadShape> AllBad() =>
    [
        .. Conv2dCases.Bad, .. Pool2dCases.Bad, .. DenseCases.Bad, .. BroadcastCases.Bad, .. ElementwiseCases.Bad,
        .. UnaryCases.Bad, .. AxisReduceCases.Bad,
        .. DropoutCases.Bad, .. ClassificationCases.Bad, .. SamplerCases.Bad,
        .. CopyBoxCases.Bad, .. BatchNormCases.Bad,
    ];

    private static TheoryData<string, string> RowsOf(IEnumerable<OperationCase> cases, IReadOnlyList<string> specs)
    {
        var rows = new TheoryData<string, string>();
        foreach (OperationCase @case in cases)
        {
            foreach (string spec in specs.Where(spec => !TestDevices.IsTooSlowFor(spec, @case.LongestInput)))
            {
                rows.Add(spec, @case.Name);
            }
        }

        return rows;
    }
}
