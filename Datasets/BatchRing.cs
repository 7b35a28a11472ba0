using System.Runtime.ExceptionServices;

namespace StnEngine.Datasets;

/// <summary>A fixed ring of batches between one thread that fills them and one that uses them.</summary>
/// <remarks>The user holds at most one batch; taking the next gives it back. Either side's end wakes the other.</remarks>
internal sealed class BatchRing(Batch[] slots)
{
    private readonly object _gate = new();
    private long _filled;
    private long _taken;
    private bool _finished;
    private bool _stopped;
    private ExceptionDispatchInfo? _error;

    /// <summary>Empties the ring for a new epoch. Neither side may be at work.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            (_filled, _taken, _finished, _stopped, _error) = (0, 0, false, false, null);
        }
    }

    /// <summary>Producer: waits for a batch that nobody uses; null once the consumer has stopped.</summary>
    public Batch? WaitForFree()
    {
        lock (_gate)
        {
            // The batch taken last is in the consumer's hands until it takes the next.
            while (!_stopped && _filled - Math.Max(0, _taken - 1) >= slots.Length)
            {
                Monitor.Wait(_gate);
            }
            return _stopped ? null : slots[_filled % slots.Length];
        }
    }

    /// <summary>Producer: hands over the batch that <see cref="WaitForFree"/> gave.</summary>
    public void Publish()
    {
        lock (_gate)
        {
            _filled++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Producer: there will be no more, because the epoch is over or of this error.</summary>
    public void Finish(Exception? error)
    {
        lock (_gate)
        {
            _finished = true;
            _error = error is null ? null : ExceptionDispatchInfo.Capture(error);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Consumer: waits for the next batch; null at the end. Throws what the producer threw, after the batches before it.</summary>
    public Batch? Take()
    {
        lock (_gate)
        {
            while (!_stopped && !_finished && _filled == _taken)
            {
                Monitor.Wait(_gate);
            }
            ObjectDisposedException.ThrowIf(_stopped, typeof(BatchLoader));
            if (_filled > _taken)
            {
                Monitor.PulseAll(_gate);
                return slots[_taken++ % slots.Length];
            }
            _error?.Throw();
            return null;
        }
    }

    /// <summary>Consumer: wants no more; a waiting producer wakes and ends.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }
}
