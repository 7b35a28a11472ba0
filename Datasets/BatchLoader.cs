namespace StnEngine.Datasets;

/// <summary>Gives a set's images batch by batch, prepared ahead on a background thread in buffers that are used again.</summary>
/// <remarks>
/// Order and distortions are pure functions of seed and epoch, so an epoch can be repeated or begun anywhere. One epoch at a time.
/// </remarks>
public sealed class BatchLoader : IDisposable
{
    private readonly ImageSet _set;
    private readonly BatchOptions _options;
    private readonly BatchFiller _filler;
    private readonly BatchRing _ring;
    private readonly int[] _order;
    private readonly ParallelOptions _parallel;
    private int _running;
    private volatile bool _disposed;

    /// <summary>Allocates all buffers.</summary>
    /// <exception cref="ArgumentException">An option is out of range, mean or std do not fit the channels, the set does not suit the composer, or only the host can make what only picks are wanted of.</exception>
    public BatchLoader(ImageSet set, BatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BatchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.QueueDepth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Threads);
        (_set, _options, _filler) = (set, options, new BatchFiller(set, options));
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads };
        _order = new int[set.Count];

        // One more than the queue holds: the one in the consumer's hands.
        _ring = new BatchRing(
            [.. Enumerable.Range(0, options.QueueDepth + 1).Select(_ => new Batch(options.BatchSize, options.PicksOnly ? 0 : _filler.ImageSize, options.PicksOnly ? PickLength : 0))]);
    }

    /// <summary>Images in a full batch.</summary>
    public int BatchSize => _options.BatchSize;

    /// <summary>Channels of a batch's images.</summary>
    public int Channels => _filler.Channels;

    /// <summary>Rows of a batch's images: the distorter's or composer's canvas, else the set's.</summary>
    public int Height => _filler.Height;

    /// <summary>Columns of a batch's images: the distorter's or composer's canvas, else the set's.</summary>
    public int Width => _filler.Width;

    /// <summary>What the labels mean.</summary>
    public IReadOnlyList<string> ClassNames => _options.Composer?.ClassNamesOf(_set) ?? _set.ClassNames;

    /// <summary>Numbers in a pick: see <see cref="Batch.Picks"/>.</summary>
    public int PickLength => _filler.PickLength;

    /// <summary><c>[Channels, 256]</c>: each byte of a channel, normalised.</summary>
    public ReadOnlySpan<float> Table => _filler.Table;

    /// <summary>Images an epoch gives.</summary>
    public int ImagesPerEpoch => _options.DropLast ? BatchesPerEpoch * BatchSize : _set.Count;

    /// <summary>Batches an epoch gives.</summary>
    public int BatchesPerEpoch => (_set.Count + (_options.DropLast ? 0 : BatchSize - 1)) / BatchSize;

    /// <summary>Every image once. Each batch is valid until the next is asked for; leaving early is fine.</summary>
    /// <param name="epoch">Decides about order and distortions.</param>
    /// <param name="firstBatch">How many batches to leave out at the beginning: those that follow are the same.</param>
    /// <exception cref="InvalidOperationException">When enumerated: another epoch of this loader is still being enumerated.</exception>
    public IEnumerable<Batch> Epoch(int epoch, int firstBatch = 0)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        return Enumerate(epoch, firstBatch);
    }

    /// <summary>Ends the background thread if an epoch is under way.</summary>
    public void Dispose()
    {
        _disposed = true;
        _ring.Stop();
    }

    private IEnumerable<Batch> Enumerate(int epoch, int firstBatch)
    {
        if (Interlocked.Exchange(ref _running, 1) != 0)
        {
            throw new InvalidOperationException(
                $"An epoch of this loader of {_set.Name} is still being enumerated; finish it first, or make a second loader.");
        }
        _ring.Reset();
        ObjectDisposedException.ThrowIf(_disposed, this);
        Thread producer = new(() => Produce(epoch, firstBatch)) { IsBackground = true, Name = $"batches of {_set.Name}" };
        producer.Start();
        try
        {
            while (_ring.Take() is { } batch)
            {
                yield return batch;
            }
        }
        finally
        {
            _ring.Stop();
            producer.Join();
            Volatile.Write(ref _running, 0);
        }
    }

    private void Produce(int epoch, int firstBatch)
    {
        try
        {
            SetOrder(epoch);
            for (int i = firstBatch; i < BatchesPerEpoch; i++)
            {
                if (_ring.WaitForFree() is not { } batch)
                {
                    return;
                }
                Fill(batch, i * BatchSize, epoch);
                _ring.Publish();
            }
            _ring.Finish(null);
        }
#pragma warning disable CA1031 // Whatever it is, the consumer's thread is where it can be dealt with: the ring throws it there.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _ring.Finish(error is AggregateException many ? many.Flatten().InnerExceptions[0] : error);
        }
    }

    private void SetOrder(int epoch)
    {
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }
        if (_options.Shuffle)
        {
            new RandomStream(_options.Seed, "data/order", (ulong)epoch).Shuffle(_order);
        }
    }

    private void Fill(Batch batch, int start, int epoch)
    {
        batch.Count = Math.Min(BatchSize, _order.Length - start);
        _order.AsSpan(start, batch.Count).CopyTo(batch.Indices);
        if (_options.Threads == 1)
        {
            for (int n = 0; n < batch.Count; n++)
            {
                _filler.Fill(batch, n, epoch);
            }
        }
        else
        {
            FillInParallel(batch, epoch);
        }
    }

    // Images depend on nothing but their own index and the epoch, so it does not matter who prepares which.
    private void FillInParallel(Batch batch, int epoch)
        => Parallel.For(0, batch.Count, _parallel, n => _filler.Fill(batch, n, epoch));
}
