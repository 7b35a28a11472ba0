using BenchmarkDotNet.Running;
using StnEngine.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(TrainingStepBenchmark).Assembly).Run(args);
