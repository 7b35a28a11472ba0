using System.Runtime.InteropServices;

namespace StnEngine.Kernels.Gpu;

// The threads that play a group, and what they share. One runs at a time, the others wait for their turn: at a barrier, and when
// it is done, a thread hands on to the next. So a group does the same every time, and a barrier costs a round of switches instead
// of a race of many threads for few cores. The caller's thread plays the first.
internal sealed unsafe class StandInTeam : IDisposable
{
    private readonly SemaphoreSlim[] _turns;
    private readonly StandInThread[] _threads;
    private readonly List<(nint Memory, int Bytes)> _shared = [];
    private Action? _run;
    private int _group;
    private int _inside;
    private Exception? _failure;
    private bool _stopping;

    public StandInTeam(int size)
    {
        _turns = new SemaphoreSlim[size];
        _threads = new StandInThread[size];
        for (int i = 0; i < size; i++)
        {
            _turns[i] = new SemaphoreSlim(0);
            _threads[i] = new StandInThread(size, this);
        }

        for (int i = 1; i < size; i++)
        {
            int index = i;
            new Thread(() => Serve(index)) { IsBackground = true, Name = $"stn-stand-in-{i}" }.Start();
        }
    }

    // Runs the code once for every thread of every group.
    public void Run(int groups, Action run)
    {
        _run = run;
        for (_group = 0; _group < groups && _failure is null; _group++)
        {
            // Nothing may be read in a group that it did not write: all ones are NaN.
            _shared.ForEach(s => new Span<byte>((void*)s.Memory, s.Bytes).Fill(0xFF));
            RunAs(0);
            PassRound();
            if (_inside > 0)
            {
                _failure ??= new InvalidOperationException("A thread of a group ended before a barrier that others wait at.");
            }

            while (_inside > 0)
            {
                PassRound();
            }
        }

        FreeShared();
        if (_failure is { } failure)
        {
            _failure = null;
            throw new DeviceException($"A kernel failed: {failure.Message}", failure);
        }
    }

    public void Wait(StandInThread thread)
    {
        thread.Barriers++;
        HandOn(thread.Index);
        _turns[thread.Index].Wait();
        StandInThread before = _threads[(thread.Index + _threads.Length - 1) % _threads.Length];
        if (before.Barriers < thread.Barriers)
        {
            _failure ??= new InvalidOperationException("A thread of a group ended before a barrier that others wait at.");
        }

        if (_failure is not null)
        {
            throw new OperationCanceledException();
        }
    }

    public void* Shared(int which, int bytes)
    {
        if (which == _shared.Count)
        {
            void* memory = NativeMemory.AlignedAlloc((nuint)bytes, 64);
            new Span<byte>(memory, bytes).Fill(0xFF);
            _shared.Add(((nint)memory, bytes));
        }

        return _shared[which].Bytes == bytes
            ? (void*)_shared[which].Memory
            : throw new InvalidOperationException($"Threads of a group ask for {_shared[which].Bytes} and {bytes} bytes of shared memory at the same place.");
    }

    public void Dispose()
    {
        _stopping = true;
        for (int i = 1; i < _turns.Length; i++)
        {
            _turns[i].Release();
        }
    }

    private void Serve(int index)
    {
        while (true)
        {
            _turns[index].Wait();
            if (_stopping)
            {
                return;
            }

            RunAs(index);
            HandOn(index);
        }
    }

    private void RunAs(int index)
    {
        if (_failure is not null)
        {
            return;
        }

        _inside++;
        try
        {
            _threads[index].Enter(index, _group);
            _run!();
        }
        catch (OperationCanceledException)
        {
            // Another thread of the group failed, and says why.
        }
#pragma warning disable CA1031 // Whatever it is, the caller's thread throws it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure ??= failure;
        }

        _inside--;
    }

    private void PassRound()
    {
        HandOn(0);
        _turns[0].Wait();
    }

    private void HandOn(int index) => _turns[(index + 1) % _turns.Length].Release();

    private void FreeShared()
    {
        _shared.ForEach(s => NativeMemory.AlignedFree((void*)s.Memory));
        _shared.Clear();
    }
}
