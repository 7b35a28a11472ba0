using System.Text.Json.Serialization;

namespace Stn.Training;

/// <summary>What is trained and how: everything that decides the result. Kept in the checkpoint, so a resumed run cannot change it.</summary>
internal sealed record TrainOptions
{
    public required string Dataset { get; init; }

    public required string Distort { get; init; }

    public required string Model { get; init; }

    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required string Optimizer { get; init; }

    public required float LearningRate { get; init; }

    /// <summary>Factor on the learning rate of the localisation network.</summary>
    public required float LocLearningRate { get; init; }

    public required ulong Seed { get; init; }
}

[JsonSerializable(typeof(TrainOptions))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
internal sealed partial class TrainOptionsJson : JsonSerializerContext;
