using System.Diagnostics;

namespace StnEngine.Kernels.Cpu;

// Where the time of a recorded step goes, call by call: the step is run in its own order, block by block, on one thread.
internal static class CpuProfile
{
    public static IReadOnlyList<CallTime> Measure(CpuRecording recording, int replays)
    {
        using var scratch = new Scratch();
        var times = new List<CallTime>();
        foreach (Stretch stretch in recording.Stretches)
        {
            CallTime[] head = Times(stretch.Head), calls = Times(stretch.Calls), tail = Times(stretch.Tail);
            times.AddRange(head);
            times.AddRange(calls);
            times.AddRange(tail.Where(t => t.Call.Blocks == 0));
            Array.ForEach([.. head, .. calls, .. tail], t => scratch.Reserve(t.Call.ScratchLength));
        }

        for (int replay = 0; replay < replays; replay++)
        {
            foreach (Stretch stretch in recording.Stretches)
            {
                RunParts(stretch.Head);
                for (int block = 0; block < stretch.Blocks; block++)
                {
                    foreach (CpuCall call in stretch.Calls)
                    {
                        long start = Stopwatch.GetTimestamp();
                        call.RunBlock(block, scratch);
                        TimeOf(call).BlockTicks += Stopwatch.GetTimestamp() - start;
                    }
                }

                RunParts(stretch.Tail);
            }
        }

        return times;

        CallTime TimeOf(CpuCall call) => times.Find(t => ReferenceEquals(t.Call, call))!;

        void RunParts(IEnumerable<CpuCall> calls)
        {
            foreach (CpuCall call in calls)
            {
                long start = Stopwatch.GetTimestamp();
                for (int part = 0; part < call.Parts; part++)
                {
                    call.RunPart(part, scratch);
                }

                TimeOf(call).PartTicks += Stopwatch.GetTimestamp() - start;
            }
        }
    }

    private static CallTime[] Times(IEnumerable<CpuCall> calls) => [.. calls.Select(c => new CallTime(c))];
}
