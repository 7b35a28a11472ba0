using System.Diagnostics;
using System.Globalization;

namespace StnEngine.Tests.Programs.LongRuns;

/// <summary>What a process of its own takes at a moment. It prints these lines, and the test that started it reads them.</summary>
/// <param name="Done">Steps or models so far.</param>
/// <param name="Seconds">Since the process began to work.</param>
/// <param name="ManagedBytes">Of objects that are alive.</param>
/// <param name="ResidentBytes">Of the whole process, device buffers included.</param>
/// <param name="Threads">Of the process.</param>
internal sealed record Measured(long Done, double Seconds, long ManagedBytes, long ResidentBytes, int Threads)
{
    private const string Mark = "measured";

    public static void Print(long done, Stopwatch clock)
    {
        double seconds = clock.Elapsed.TotalSeconds;
        long managed = GC.GetTotalMemory(forceFullCollection: true);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Mark} {done} {seconds} {managed} {process.WorkingSet64} {process.Threads.Count}"));
    }

    public static Measured[] ReadAll(string output) =>
    [
        .. from line in output.Split('\n')
           where line.StartsWith(Mark, StringComparison.Ordinal)
           let parts = line.Split(' ', StringSplitOptions.TrimEntries)
           select new Measured(Parse<long>(parts[1]), Parse<double>(parts[2]), Parse<long>(parts[3]), Parse<long>(parts[4]), Parse<int>(parts[5])),
    ];

    public override string ToString() => FormattableString.Invariant(
        $"{Done,8:N0} done after {Seconds,7:F1} s, managed {ManagedBytes / 1048576.0:F1} MiB, resident {ResidentBytes / 1048576.0:F1} MiB, {Threads} threads");

    private static T Parse<T>(string text)
        where T : IParsable<T> => T.Parse(text, CultureInfo.InvariantCulture);
}
