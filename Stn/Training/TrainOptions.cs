using System.Text.Json.Serialization;
using Stn.Data;

namespace Stn.Training;

/// <summary>What is trained and how: everything that decides the result. Kept in the checkpoint, so a resumed run cannot change it.</summary>
internal sealed record TrainOptions
{
    /// <summary>Ends of the ranges that can be typed.</summary>
    public const int LeastSize = 20, MostSize = 512, MostEpochs = 100_000, MostBatchSize = 65_536, MostRate = 1000;

    public required string Dataset { get; init; }

    /// <summary>Side that images are resized to; null for a set whose images come in one size.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Size { get; init; }

    public required string Distort { get; init; }

    public required string Model { get; init; }

    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required string Optimizer { get; init; }

    public required float LearningRate { get; init; }

    /// <summary>How the learning rate goes on: one-cycle, constant or plateau; null for what is usual with the optimiser.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Schedule { get; init; }

    /// <summary>Factor on the learning rate of the localisation network.</summary>
    public required float LocLearningRate { get; init; }

    /// <summary>Weight of the penalty on transformations far from the identity; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? IdentityPenalty { get; init; }

    /// <summary>Share of the usual random start that the weights choosing a transformation keep; null for none: a start at the identity.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? StartNoise { get; init; }

    public required ulong Seed { get; init; }

    /// <exception cref="UserException">The set is unknown or cannot have that size.</exception>
    public KnownDataset FindDataset() => KnownDataset.Named(Dataset).Sized(Size);

    /// <summary>Holds options that come from a file against what can be typed. Names are looked up where they are used.</summary>
    /// <exception cref="FormatException">A number is beyond that.</exception>
    public void Check()
    {
        In("size", Size ?? MostSize, LeastSize, MostSize);
        In("epochs", Epochs, 0, MostEpochs);
        In("batch_size", BatchSize, 1, MostBatchSize);
        In("learning_rate", LearningRate, 0, MostRate);
        In("loc_learning_rate", LocLearningRate, 0, MostRate);
        In("identity_penalty", IdentityPenalty ?? 0, 0, MostRate);
        In("start_noise", StartNoise ?? 0, 0, 1);

        static void In(string name, double value, double least, double most)
        {
            if (!(value >= least && value <= most))
            {
                throw new FormatException(FormattableString.Invariant($"{name} is {value} where {least} to {most} was wanted."));
            }
        }
    }
}

[JsonSerializable(typeof(TrainOptions))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true)]
internal sealed partial class TrainOptionsJson : JsonSerializerContext;
