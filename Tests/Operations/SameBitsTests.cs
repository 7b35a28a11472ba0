using Xunit;

namespace StnEngine.Tests.Operations;

/// <summary>What must change no bit of any result: idle lanes, the number of threads, recording.</summary>
public sealed class SameBitsTests
{
    public static TheoryData<string, string> RaggedRows => OperationCases.RaggedRows;

    public static TheoryData<string, string> RowsOfTwoWidths => OperationCases.RowsOn(TestDevices.CpusAmong("cpu", "cpu/4"));

    public static TheoryData<string, string> RowsWithGradient => OperationCases.RowsWithGradient;

    [Theory]
    [MemberData(nameof(RaggedRows))]
    public void IdleLanes_WhateverTheyHold_ChangeNothing(string spec, string name)
    {
        using var run = new CaseRun(spec, name);
        float[][] expected = run.Results();
        run.ZeroGradients();
        Array.ForEach(run.Inputs, IdleLanes.Poison);
        Tensor output = run.Forward();
        if (run.WithGradient.Any())
        {
            Tensor upstream = run.UpstreamOf(output);
            IdleLanes.Poison(upstream);
            run.Backward(output, upstream);
        }

        SameBits.Assert(expected, [output.ToArray(), .. run.Gradients()], "poisoned idle lanes");
    }

    [Theory]
    [MemberData(nameof(RowsOfTwoWidths))]
    public void Threads_OneTwoOrFive_GiveTheSameBits(string spec, string name)
    {
        using var one = new CaseRun(spec, name, threads: 1);
        float[][] expected = one.Results();
        foreach (int threads in new[] { 2, 5 })
        {
            using var run = new CaseRun(spec, name, threads);
            SameBits.Assert(expected, run.Results(), $"{threads} threads");
        }
    }

    [Theory]
    [MemberData(nameof(RowsWithGradient))]
    public void Replay_OfACase_GivesTheBitsOfTheEagerRun(string spec, string name)
    {
        using var run = new CaseRun(spec, name);
        float[][] expected = run.Results();
        Tensor upstream = run.UpstreamOf(run.Forward());
        Tensor? output = null;
        using RecordedStep step = RecordedStep.Record(run.Device, () =>
        {
            run.ZeroGradients();
            output = run.Forward();
            run.Backward(output, upstream);
        });
        for (int replay = 0; replay < 2; replay++)
        {
            step.Replay();
            SameBits.Assert(expected, [output!.ToArray(), .. run.Gradients()], $"replay {replay}");
        }
    }
}
