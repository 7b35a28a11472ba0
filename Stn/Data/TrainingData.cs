using StnEngine.Datasets;
using StnEngine.Kernels;

namespace Stn.Data;

/// <summary>The images of a run and how they reach the network.</summary>
internal sealed record TrainingData
{
    // The test set is one fixed draw, the same for every seed and model.
    private const ulong TestDistortionSeed = 20150605;

    public required ImageSet Train { get; init; }

    public required ImageSet Test { get; init; }

    /// <summary>How both become samples.</summary>
    public required SampleForm Samples { get; init; }

    public required float Mean { get; init; }

    public required float Std { get; init; }

    /// <summary>Channels of a sample, which may be made of several images.</summary>
    public int Channels => Samples.Channels;

    /// <summary>Side of a sample.</summary>
    public int Size => Samples.Size;

    /// <summary>What labels of samples mean.</summary>
    public IReadOnlyList<string> ClassNames => Samples.ClassNames;

    /// <summary>Loads a data set.</summary>
    /// <param name="dataset">The set.</param>
    /// <param name="distort">One of <see cref="SampleRecipe.Names"/>.</param>
    /// <param name="dataRoot">Root folder; null for the default.</param>
    /// <exception cref="DatasetException">A file is missing or wrong.</exception>
    /// <exception cref="UserException">There is no such distortion, or it wants other images.</exception>
    public static TrainingData Load(KnownDataset dataset, string distort, string? dataRoot)
    {
        string root = DataRoot.Resolve(dataRoot);
        return Of(dataset, distort, dataset.Load(root, DatasetSplit.Train), dataset.Load(root, DatasetSplit.Test));
    }

    /// <summary>Loads a data set with a part of its training images in the place of the test images, to choose an epoch by.</summary>
    /// <param name="dataset">The set.</param>
    /// <param name="distort">One of <see cref="SampleRecipe.Names"/>.</param>
    /// <param name="dataRoot">Root folder; null for the default.</param>
    /// <param name="fraction">About which part of the training images is held back.</param>
    /// <returns>The data, and the test images.</returns>
    /// <exception cref="DatasetException">A file is missing or wrong.</exception>
    /// <exception cref="UserException">There is no such distortion, or it wants other images.</exception>
    public static (TrainingData Data, ImageSet Test) LoadForValidation(KnownDataset dataset, string distort, string? dataRoot, double fraction)
    {
        string root = DataRoot.Resolve(dataRoot);
        (ImageSet train, ImageSet validation) = dataset.LoadForValidation(root, fraction);
        return (Of(dataset, distort, train, validation), dataset.Load(root, DatasetSplit.Test));
    }

    private static TrainingData Of(KnownDataset dataset, string distort, ImageSet train, ImageSet test)
    {
        var recipe = SampleRecipe.Named(distort);
        recipe.For(test);
        return new TrainingData
        {
            Train = train,
            Test = test,
            Samples = recipe.For(train),
            Mean = dataset.MeanWith(recipe),
            Std = dataset.Std,
        };
    }

    public BatchSource TrainBatches(Device device, int batchSize, ulong seed) => new(device, Train, Options(batchSize) with { Seed = seed, Shuffle = true });

    /// <summary>Batches of the test set, or of a part of it, distorted alike every time. What is made of several images is made of those of the part.</summary>
    public BatchSource TestBatches(Device device, int batchSize, ImageSet? part = null) =>
        new(device, part ?? Test, Options(batchSize) with { Seed = TestDistortionSeed, FixedDistortion = true });

    /// <summary>Normalised pixels as they were before, 0 to 1.</summary>
    public float[] Shown(float[] normalised) => Array.ConvertAll(normalised, v => (v * Std) + Mean);

    private BatchOptions Options(int batchSize) =>
        new() { BatchSize = batchSize, Distorter = Samples.Distorter, Composer = Samples.Composer, Mean = [Mean], Std = [Std] };
}
