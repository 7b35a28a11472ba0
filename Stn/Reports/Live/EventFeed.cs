using System.Threading.Channels;

namespace Stn.Reports.Live;

/// <summary>Hands events to everybody who listens. One who does not keep up loses the oldest.</summary>
internal sealed class EventFeed
{
    private const int Backlog = 64;
    private readonly Lock _lock = new();
    private readonly List<Channel<LiveEvent>> _readers = [];
    private TaskCompletionSource _left = new();

    public bool HasReaders
    {
        get
        {
            lock (_lock)
            {
                return _readers.Count > 0;
            }
        }
    }

    public void Tell(LiveEvent happened)
    {
        lock (_lock)
        {
            _readers.ForEach(r => r.Writer.TryWrite(happened));
        }
    }

    /// <summary>Listens until <paramref name="leave"/>.</summary>
    /// <param name="hello">Asked for the first event, once nothing that happens is missed.</param>
    /// <param name="leave">Ends it.</param>
    public async IAsyncEnumerable<LiveEvent> ListenAsync(Func<LiveEvent> hello, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken leave)
    {
        var channel = Channel.CreateBounded<LiveEvent>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock)
        {
            _readers.Add(channel);
        }

        try
        {
            yield return hello();
            await foreach (LiveEvent happened in channel.Reader.ReadAllAsync(leave))
            {
                yield return happened;
            }
        }
        finally
        {
            lock (_lock)
            {
                _readers.Remove(channel);
                _left.TrySetResult();
                _left = new TaskCompletionSource();
            }
        }
    }

    /// <summary>Waits until nobody listens any more, or until it has taken too long.</summary>
    public async Task WaitUntilLeftAsync(TimeSpan most)
    {
        using var late = new CancellationTokenSource(most);
        while (!late.IsCancellationRequested)
        {
            Task left;
            lock (_lock)
            {
                if (_readers.Count == 0)
                {
                    return;
                }

                left = _left.Task;
            }

            await Task.WhenAny(left, Task.Delay(Timeout.Infinite, late.Token));
        }
    }
}
