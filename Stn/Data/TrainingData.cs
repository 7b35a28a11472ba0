using StnEngine.Datasets;
using StnEngine.Kernels;

namespace Stn.Data;

/// <summary>The images of a run and how they reach the network.</summary>
internal sealed record TrainingData
{
    /// <summary>What <c>--distort</c> takes.</summary>
    public static string[] Distortions => ["none", "R", "RTS", "P", "E"];

    // The test set is one fixed draw, the same for every seed and model.
    private const ulong TestDistortionSeed = 20150605;

    public required ImageSet Train { get; init; }

    public required ImageSet Test { get; init; }

    public required Distorter? Distorter { get; init; }

    public required float Mean { get; init; }

    public required float Std { get; init; }

    public int Channels => Train.Channels;

    public int Size => Distorter?.CanvasHeight ?? Train.Height;

    /// <summary>Loads a data set.</summary>
    /// <param name="dataset">The set.</param>
    /// <param name="distort">none, R, RTS, P or E.</param>
    /// <param name="dataRoot">Root folder; null for the default.</param>
    /// <exception cref="DatasetException">A file is missing or wrong.</exception>
    public static TrainingData Load(KnownDataset dataset, string distort, string? dataRoot)
    {
        string root = DataRoot.Resolve(dataRoot);
        return Of(dataset, distort, dataset.Load(root, DatasetSplit.Train), dataset.Load(root, DatasetSplit.Test));
    }

    /// <summary>Loads a data set with a part of its training images in the place of the test images, to choose an epoch by.</summary>
    /// <param name="dataset">The set.</param>
    /// <param name="distort">none, R, RTS, P or E.</param>
    /// <param name="dataRoot">Root folder; null for the default.</param>
    /// <param name="fraction">About which part of the training images is held back.</param>
    /// <returns>The data, and the test images.</returns>
    /// <exception cref="DatasetException">A file is missing or wrong.</exception>
    public static (TrainingData Data, ImageSet Test) LoadForValidation(KnownDataset dataset, string distort, string? dataRoot, double fraction)
    {
        string root = DataRoot.Resolve(dataRoot);
        (ImageSet train, ImageSet validation) = dataset.LoadForValidation(root, fraction);
        return (Of(dataset, distort, train, validation), dataset.Load(root, DatasetSplit.Test));
    }

    private static TrainingData Of(KnownDataset dataset, string distort, ImageSet train, ImageSet test)
    {
        bool plain = distort == "none";
        return new TrainingData
        {
            Train = train,
            Test = test,
            Distorter = plain ? null : Distorter.Create(DistortionOf(distort), train.Height, train.Width),
            Mean = MeanOf(dataset, distort),
            Std = dataset.Std,
        };
    }

    /// <summary>What is subtracted from pixels of 0..1.</summary>
    /// <remarks>
    /// The published recipe of MNIST shifts the background to -0.42. Where images are warped the background stays 0, which is what the
    /// transformer pads with: otherwise the padding is brighter than the background and the transformer zooms out.
    /// </remarks>
    public static float MeanOf(KnownDataset dataset, string distort) => distort == "none" ? dataset.Mean : 0;

    public BatchSource TrainBatches(Device device, int batchSize, ulong seed) => new(device, Train, Options(batchSize) with { Seed = seed, Shuffle = true });

    /// <summary>Batches of the test set, or of a part of it, distorted alike every time.</summary>
    public BatchSource TestBatches(Device device, int batchSize, ImageSet? part = null) =>
        new(device, part ?? Test, Options(batchSize) with { Seed = TestDistortionSeed, FixedDistortion = true });

    /// <summary>Normalised pixels as they were before, 0 to 1.</summary>
    public float[] Shown(float[] normalised) => Array.ConvertAll(normalised, v => (v * Std) + Mean);

    private static Distortion DistortionOf(string distort) => distort switch
    {
        "R" => Distortion.Rotation,
        "RTS" => Distortion.RotationTranslationScale,
        "P" => Distortion.Projective,
        "E" => Distortion.Elastic,
        _ => throw new UserException($"Unknown distortion '{distort}'. Use none, R, RTS, P or E."),
    };

    private BatchOptions Options(int batchSize) => new() { BatchSize = batchSize, Distorter = Distorter, Mean = [Mean], Std = [Std] };
}
