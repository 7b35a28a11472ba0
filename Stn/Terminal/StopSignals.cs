using System.Runtime.InteropServices;

namespace Stn.Terminal;

/// <summary>Ctrl+C and SIGTERM, for a command that has something to bring to an end: the first asks it to stop, the second ends the program at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private const int InterruptedCode = 130, TerminatedCode = 143;
    private readonly object _gate = new();
    private readonly CancellationTokenSource _stop;
    private readonly PosixSignalRegistration[] _registrations;
    private bool _disposed;

    /// <summary>Listens from now on.</summary>
    /// <param name="stop">Asks to stop too.</param>
    public StopSignals(CancellationToken stop)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Receive), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Receive)];
    }

    /// <summary>Asks to stop.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>What a program that a signal stopped customarily ends with: 128 and the signal's number.</summary>
    public int ExitCode { get; private set; } = InterruptedCode;

    /// <summary>Runs a command until it is done, or stopped and has told how to go on.</summary>
    /// <param name="error">Where to tell.</param>
    /// <param name="work">The command; ends with <see cref="OperationCanceledException"/> when it is stopped.</param>
    /// <param name="again">What to type to go on, asked at the end.</param>
    /// <param name="stop">Asks to stop too.</param>
    /// <returns>The program's exit code.</returns>
    public static async Task<int> RunAsync(TextWriter error, Func<CancellationToken, Task> work, Func<string> again, CancellationToken stop)
    {
        using var signals = new StopSignals(stop);
        try
        {
            await work(signals.Token);
            return 0;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            error.WriteLine($"stopped  go on with: {again()}");
            return signals.ExitCode;
        }
    }

    public void Dispose()
    {
        Array.ForEach(_registrations, r => r.Dispose());
        lock (_gate)
        {
            _disposed = true;
            _stop.Dispose();
        }
    }

    // On a thread of its own. What is not cancelled takes its usual course: the process ends.
    private void Receive(PosixSignalContext context)
    {
        lock (_gate)
        {
            if (!_disposed && !_stop.IsCancellationRequested)
            {
                context.Cancel = true;
                ExitCode = context.Signal == PosixSignal.SIGTERM ? TerminatedCode : InterruptedCode;

                // What waits for it goes on elsewhere: not on this thread, which holds the lock.
                _ = _stop.CancelAsync();
            }
        }
    }
}
