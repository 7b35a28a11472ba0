using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using StnEngine.Benchmarks;

// `--in-process` measures in this process, which needs no SDK: a few short rounds. Everything else is BenchmarkDotNet's own.
const string InProcess = "--in-process";
IConfig? config = args.Contains(InProcess)
    ? DefaultConfig.Instance
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
        .WithOptions(ConfigOptions.DisableOptimizationsValidator)
    : null;
BenchmarkSwitcher.FromAssembly(typeof(TrainingStepBenchmark).Assembly).Run(args.Where(a => a != InProcess).ToArray(), config);
