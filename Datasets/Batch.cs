namespace StnEngine.Datasets;

/// <summary>Images and labels ready for a step. Belongs to the loader, which fills it again once the next batch is asked for.</summary>
public sealed class Batch
{
    internal Batch(int capacity, int imageSize, int pickLength)
    {
        Images = new float[checked(capacity * imageSize)];
        Picks = new float[capacity * pickLength];
        Labels = new float[capacity];
        Indices = new int[capacity];
    }

    /// <summary><c>[Count, Channels, Height, Width]</c>, normalised, in an array of the room of a full batch: the rest is stale. Empty with
    /// <see cref="BatchOptions.PicksOnly"/>.</summary>
    public float[] Images { get; }

    /// <summary>
    /// With <see cref="BatchOptions.PicksOnly"/>, else empty: <c>[Count, PickLength]</c>, of each image its position in the set and, with a
    /// distorter, the numbers of <see cref="Distorter.DrawMap"/>.
    /// </summary>
    public float[] Picks { get; }

    /// <summary><c>[Count]</c> class numbers, in an array of the room of a full batch.</summary>
    public float[] Labels { get; }

    /// <summary><c>[Count]</c> positions in the image set, in an array of the room of a full batch.</summary>
    public int[] Indices { get; }

    /// <summary>Images in this batch: the batch size, or fewer in the last batch of an epoch.</summary>
    public int Count { get; internal set; }
}
