using StnEngine.Datasets.Scenes;

namespace StnEngine.Datasets;

/// <summary>How a <see cref="BatchLoader"/> orders, distorts and normalises images.</summary>
public sealed record BatchOptions
{
    /// <summary>Images in a full batch.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Whether each epoch has an order of its own; otherwise it is the set's.</summary>
    public bool Shuffle { get; init; }

    /// <summary>The root seed. The order draws from its stream <c>data/order</c>, distortions and compositions from <c>augment</c>.</summary>
    public ulong Seed { get; init; }

    /// <summary>What is done to each image before it is normalised, so that the fill is the background; null for nothing.</summary>
    public Distorter? Distorter { get; init; }

    /// <summary>What makes samples of several images of the set, one for each of its images; null for samples of one image. Takes the place of a distorter.</summary>
    public SceneComposer? Composer { get; init; }

    /// <summary>Whether an image is distorted, or composed with others, alike in every epoch, as a test set must be.</summary>
    public bool FixedDistortion { get; init; }

    /// <summary>Subtracted from pixels of 0..1: one number for all channels, or one a channel.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0f];

    /// <summary>Divides what is left: one number for all channels, or one a channel.</summary>
    public IReadOnlyList<float> Std { get; init; } = [1f];

    /// <summary>
    /// Whether batches only say which images they hold and how those are distorted, for a consumer that reads the pixels itself. Wants no
    /// composer, and no distorter or one with a <see cref="Distorter.MapLength"/>.
    /// </summary>
    public bool PicksOnly { get; init; }

    /// <summary>Whether a last batch of fewer images is left out.</summary>
    public bool DropLast { get; init; }

    /// <summary>Batches prepared ahead.</summary>
    public int QueueDepth { get; init; } = 3;

    /// <summary>Threads that share the preparing of a batch. The result is the same bits for any number.</summary>
    public int Threads { get; init; } = 1;
}
