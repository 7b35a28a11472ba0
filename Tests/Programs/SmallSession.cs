using Stn.Data;
using Stn.Training;
using StnEngine.Datasets;
using StnEngine.Kernels;

namespace StnEngine.Tests.Programs;

/// <summary>Four batches an epoch of the tutorial's network with its transformer, the last one ragged, on digits of which one may hold a NaN.</summary>
internal sealed class SmallSession : IDisposable
{
    private const int Pictures = 60, Batch = 17;
    private readonly Device _device;

    public SmallSession(NonFinitePolicy? policy = null, bool isPoisoned = true, int threads = 2)
    {
        ImageSet train = Digits.Draw(Pictures, 3);
        _device = Devices.Open("cpu", threads);
        TrainingData data = Data(train, null);
        BadPicture = LastPicture(data);
        Session = new TrainingSession(Options, isPoisoned ? Data(train, train.Image(BadPicture).ToArray()) : data, _device, policy);
    }

    public static TrainOptions Options => new GivenOptions(Dataset: "digits", Distort: "none", Epochs: 2, BatchSize: Batch, Optimizer: "adam", Seed: 7).Resolve();

    public TrainingSession Session { get; }

    /// <summary>In the last batch of the first epoch.</summary>
    public int BadPicture { get; }

    public EpochResult Epoch(int epoch, int batches = int.MaxValue) => Session.RunEpoch(epoch, (_, _, _) => { }, CancellationToken.None, batches);

    // All that a checkpoint keeps of numbers.
    public float[][] State() =>
        [.. StateFile.State(Session.Model).Concat(StateFile.Counters(Session.Model)).Concat(Session.Optimizer.Save()).Select(e => e.ToSingle())];

    public void Dispose()
    {
        Session.Dispose();
        _device.Dispose();
    }

    private static TrainingData Data(ImageSet train, byte[]? bad) => new()
    {
        Train = train,
        Test = Digits.Draw(20, 4),
        Samples = new SampleForm(new Poison(bad), null, 1, train.Height, train.ClassNames),
        Mean = 0.13f,
        Std = 0.31f,
    };

    private int LastPicture(TrainingData data)
    {
        using BatchSource source = data.TrainBatches(_device, Batch, Options.Seed);
        int last = 0;
        foreach (Batch batch in source.Epoch(1))
        {
            last = batch.Indices[batch.Count - 1];
        }

        return last;
    }

    // Leaves images as they are, but for a NaN in one of them.
    private sealed class Poison(byte[]? bad) : Distorter(28, 28)
    {
        public override void Apply(ReadOnlySpan<byte> image, int channels, int height, int width, Span<float> destination, ulong randomKey)
        {
            for (int i = 0; i < image.Length; i++)
            {
                destination[i] = image[i] / 255f;
            }

            if (image.SequenceEqual(bad))
            {
                destination[^1] = float.NaN;
            }
        }
    }
}
