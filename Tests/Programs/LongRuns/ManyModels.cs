using System.Diagnostics;
using Stn.Evaluation;

namespace StnEngine.Tests.Programs.LongRuns;

/// <summary>A process that opens and closes very many models, each on a device of its own, asks each about a picture, and measures itself ten times on the way.</summary>
internal static class ManyModels
{
    public const string Verb = "models";
    private const int Times = 10;

    public static void Run(string checkpoint, int models)
    {
        var clock = Stopwatch.StartNew();
        for (int done = 1; done <= models; done++)
        {
            using (var trained = TrainedModel.Load(checkpoint, null, "cpu", 2))
            using (TensorScope scope = TensorScope.Begin())
            {
                trained.Model.Forward(trained.Batch([new float[trained.Size * trained.Size]])).ToArray();
            }

            if (done * Times % models == 0)
            {
                Measured.Print(done, clock);
            }
        }
    }
}
