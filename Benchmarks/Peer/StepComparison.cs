using System.Globalization;
using StnEngine.Benchmarks.Networks;

namespace StnEngine.Benchmarks.Peer;

/// <summary>Steps and operations of both sides, measured in turns.</summary>
/// <remarks>PyTorch counts at its best: of one and of as many threads for its matrix library as for itself, the one with the better median, work by work.</remarks>
internal static class StepComparison
{
    public static void Run(PeerOptions options, TextWriter output, TextWriter progress)
    {
        var ours = new List<IReadOnlyDictionary<WorkKey, double>>();
        int[] blasThreads = [.. new[] { 1, options.Threads }.Distinct()];
        List<IReadOnlyDictionary<WorkKey, double>>[] theirs = [.. blasThreads.Select(_ => new List<IReadOnlyDictionary<WorkKey, double>>())];
        for (int round = 1; round <= options.Rounds; round++)
        {
            for (int i = 0; i < blasThreads.Length; i++)
            {
                progress.WriteLine($"round {round} of {options.Rounds}: PyTorch, OPENBLAS_NUM_THREADS={blasThreads[i]}");
                theirs[i].Add(TorchRound.Run(options, blasThreads[i]));
            }

            progress.WriteLine($"round {round} of {options.Rounds}: this engine");
            ours.Add(OurRound.Run(options));
        }

        Dictionary<WorkKey, double> our = ours[0].Keys.ToDictionary(key => key, key => Timing.Median(ours.Select(r => r[key])));
        Dictionary<WorkKey, double> their = theirs[0][0].Keys.ToDictionary(key => key, key => theirs.Min(rounds => Timing.Median(rounds.Select(r => r[key]))));
        Print(output, our, their);
    }

    private static void Print(TextWriter output, Dictionary<WorkKey, double> our, Dictionary<WorkKey, double> their)
    {
        Dictionary<WorkKey, double> operations = Operations(our.Keys);
        double product = operations[WorkKey.MatrixProduct] / their[WorkKey.MatrixProduct];
        output.WriteLine("| work | batch | PyTorch ms | ours ms | ratio | our GFLOP/s | of PyTorch's matrix product |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach ((WorkKey key, double ms) in our)
        {
            string batch = key.Batch == 0 ? string.Empty : key.Batch.ToString(CultureInfo.InvariantCulture);
            string theirMs = their.TryGetValue(key, out double t) ? Number(t, "F3") : string.Empty;
            string ratio = their.ContainsKey(key) ? Number(t / ms, "F2") : string.Empty;
            string rate = operations.TryGetValue(key, out double count) ? Number(count / ms / 1e6, "F0") : string.Empty;
            string share = rate.Length > 0 ? Number(100 * count / ms / product, "F0") + " %" : string.Empty;
            output.WriteLine($"| {key.Name} | {batch} | {theirMs} | {Number(ms, "F3")} | {ratio} | {rate} | {share} |");
        }
    }

    // Operations on numbers in each work that is made of sums of products.
    private static Dictionary<WorkKey, double> Operations(IEnumerable<WorkKey> keys)
    {
        var operations = new Dictionary<WorkKey, double> { [WorkKey.MatrixProduct] = WorkKey.MatrixProductOperations };
        foreach (Work work in Work.All.Where(w => w.Operations > 0))
        {
            operations[WorkKey.Forward(work.Name)] = work.Operations;
            operations[WorkKey.ForwardBackward(work.Name)] = 3.0 * work.Operations;
        }

        foreach (Network network in Network.All)
        {
            (long forward, long training) = network.CountOperations();
            foreach (int batch in keys.Select(k => k.Batch).Distinct())
            {
                operations[WorkKey.Training(network.Name, batch)] = (double)batch * training;
                operations[WorkKey.Inference(network.Name, batch)] = (double)batch * forward;
            }
        }

        return operations;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
