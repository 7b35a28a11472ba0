using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using StnEngine.Benchmarks;
using StnEngine.Benchmarks.Peer;
using StnEngine.Benchmarks.Profile;
using StnEngine.Benchmarks.Scaling;

// `peer`, `scaling` and `profile` are commands of this program; everything else is BenchmarkDotNet's own.
Command[] commands = [PeerCommand.Create(), ScalingCommand.Create(), ProfileCommand.Create()];
if (args.Length > 0 && commands.FirstOrDefault(c => c.Name == args[0]) is { } command)
{
    return new RootCommand("Measures this engine.") { command }.Parse(args).Invoke();
}

// `--in-process` measures in this process, which needs no SDK: a few short rounds.
const string InProcess = "--in-process";
IConfig? config = args.Contains(InProcess)
    ? DefaultConfig.Instance
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
        .WithOptions(ConfigOptions.DisableOptimizationsValidator)
    : null;
BenchmarkSwitcher.FromAssembly(typeof(NetworkBenchmark).Assembly).Run(args.Where(a => a != InProcess).ToArray(), config);
return 0;
