namespace StnEngine.Datasets;

/// <summary>Images and labels ready for a step. Belongs to the loader, which fills it again once the next batch is asked for.</summary>
public sealed class Batch
{
    internal Batch(int capacity, int imageSize)
    {
        Images = new float[checked(capacity * imageSize)];
        Labels = new float[capacity];
        Indices = new int[capacity];
    }

    /// <summary><c>[Count, Channels, Height, Width]</c>, normalised, in an array of the room of a full batch: the rest is stale.</summary>
    public float[] Images { get; }

    /// <summary><c>[Count]</c> class numbers, in an array of the room of a full batch.</summary>
    public float[] Labels { get; }

    /// <summary><c>[Count]</c> positions in the image set, in an array of the room of a full batch.</summary>
    public int[] Indices { get; }

    /// <summary>Images in this batch: the batch size, or fewer in the last batch of an epoch.</summary>
    public int Count { get; internal set; }
}
