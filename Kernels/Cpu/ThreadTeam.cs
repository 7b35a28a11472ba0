namespace StnEngine.Kernels.Cpu;

// Work that a team shares: item k may run on any thread, so its result must not depend on which.
internal interface ITeamWork
{
    void Run(int item, Scratch scratch);
}

// Threads that stay. They spin for a moment after each piece of work, because the next one of a training step is
// microseconds away, and then sleep. Items are handed out one by one: an interrupted thread delays nobody.
internal sealed class ThreadTeam : IDisposable
{
    private const int SpinsBeforeSleep = 2000;
    private readonly Thread[] _workers;
    private readonly Scratch[] _scratch;
    private readonly Lock _failureGate = new();
    private readonly object _sleepGate = new();
    private ITeamWork? _work;
    private Exception? _failure;
    private int _items;
    private int _nextItem;
    private int _generation;
    private int _busy;
    private int _sleepers;
    private bool _stopping;

    public ThreadTeam(int threads)
    {
        _scratch = new Scratch[threads];
        for (int i = 0; i < threads; i++)
        {
            _scratch[i] = new Scratch();
        }

        _workers = new Thread[threads - 1];
        for (int i = 0; i < _workers.Length; i++)
        {
            Scratch scratch = _scratch[i + 1];
            _workers[i] = new Thread(() => Serve(scratch)) { IsBackground = true, Name = $"stn-cpu-{i + 1}" };
            _workers[i].Start();
        }
    }

    public int Threads => _scratch.Length;

    public void ReserveScratch(long length)
    {
        foreach (Scratch scratch in _scratch)
        {
            scratch.Reserve(length);
        }
    }

    public void Run(ITeamWork work, int items)
    {
        if (items <= 1 || _workers.Length == 0)
        {
            for (int item = 0; item < items; item++)
            {
                work.Run(item, _scratch[0]);
            }

            return;
        }

        _work = work;
        _items = items;
        _nextItem = 0;
        _busy = _workers.Length;
        Interlocked.Increment(ref _generation);
        if (Volatile.Read(ref _sleepers) > 0)
        {
            lock (_sleepGate)
            {
                Monitor.PulseAll(_sleepGate);
            }
        }

        TakeItems(_scratch[0]);
        var spinner = default(SpinWait);
        while (Volatile.Read(ref _busy) > 0)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }

        _work = null;
        if (_failure is { } failure)
        {
            _failure = null;
            throw new DeviceException($"A kernel failed on a worker thread: {failure.Message}", failure);
        }
    }

    public void Dispose()
    {
        _stopping = true;
        Interlocked.Increment(ref _generation);
        lock (_sleepGate)
        {
            Monitor.PulseAll(_sleepGate);
        }

        foreach (Thread worker in _workers)
        {
            worker.Join();
        }

        foreach (Scratch scratch in _scratch)
        {
            scratch.Dispose();
        }
    }

    private void Serve(Scratch scratch)
    {
        int seen = 0;
        while (true)
        {
            AwaitGeneration(seen);
            seen++;
            if (_stopping)
            {
                return;
            }

            TakeItems(scratch);
            Interlocked.Decrement(ref _busy);
        }
    }

    private void AwaitGeneration(int seen)
    {
        for (int spin = 0; spin < SpinsBeforeSleep; spin++)
        {
            if (Volatile.Read(ref _generation) != seen)
            {
                return;
            }

            Thread.SpinWait(8);
        }

        // The sleeper counts itself before it looks again, the caller counts up before it looks for sleepers: one sees the other.
        Interlocked.Increment(ref _sleepers);
        lock (_sleepGate)
        {
            while (Volatile.Read(ref _generation) == seen)
            {
                Monitor.Wait(_sleepGate);
            }
        }

        Interlocked.Decrement(ref _sleepers);
    }

    private void TakeItems(Scratch scratch)
    {
        try
        {
            for (int item = Interlocked.Increment(ref _nextItem) - 1; item < _items; item = Interlocked.Increment(ref _nextItem) - 1)
            {
                _work!.Run(item, scratch);
            }
        }
        catch (Exception e)
        {
            lock (_failureGate)
            {
                _failure ??= e;
            }
        }
    }
}
