using StnEngine.Benchmarks.Networks;
using StnEngine.Kernels;

namespace StnEngine.Benchmarks.Peer;

/// <summary>One round of this engine on the work of <c>torch_peer.py</c>.</summary>
internal static class OurRound
{
    public static IReadOnlyDictionary<WorkKey, double> Run(PeerOptions options)
    {
        using Device device = Devices.Open("cpu", options.Threads);
        var milliseconds = new Dictionary<WorkKey, double>();
        foreach (int batch in options.Batches)
        {
            foreach (Network network in Network.All)
            {
                using var steps = new NetworkSteps(network, device, batch);
                milliseconds.Add(WorkKey.Training(network.Name, batch), Timing.MedianMilliseconds(steps.ReplayTraining, options.Repeats));
                milliseconds.Add(WorkKey.Inference(network.Name, batch), Timing.MedianMilliseconds(steps.ReplayInference, options.Repeats));
            }
        }

        foreach (Work work in Work.All)
        {
            using var steps = new WorkSteps(work, device);
            milliseconds.Add(WorkKey.Forward(work.Name), Timing.MedianMilliseconds(steps.Forward, options.Repeats));
            milliseconds.Add(WorkKey.ForwardBackward(work.Name), Timing.MedianMilliseconds(steps.ForwardBackward, options.Repeats));
        }

        milliseconds.Add(WorkKey.MatrixProduct, MatrixProduct(device, options.Repeats));
        return milliseconds;
    }

    private static double MatrixProduct(Device device, int repeats)
    {
        var random = new RandomSource(1, "benchmark");
        using Tensor left = Noise.Tensor(device, random, false, WorkKey.ProductSize, WorkKey.ProductSize);
        using Tensor right = Noise.Tensor(device, random, false, WorkKey.ProductSize, WorkKey.ProductSize);
        using RecordedStep step = RecordedStep.Record(device, () => left.MatMul(right));
        return Timing.MedianMilliseconds(step.Replay, repeats);
    }
}
