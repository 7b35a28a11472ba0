using System.Threading.Channels;
using Stn.Training;

namespace Stn.Reports.Live;

/// <summary>Shows a run while it trains: takes a report at every epoch's end and tells the pages that look.</summary>
/// <remarks>The training thread hands over what it collected and goes on; pages are written on other threads, and only where somebody looks.</remarks>
internal sealed class LiveReport : IAsyncDisposable
{
    private const int MillisecondsBetweenProgress = 500;
    private static readonly TimeSpan Parting = TimeSpan.FromSeconds(5);

    private readonly EventFeed _feed = new();
    private readonly Channel<LivePage> _moments = Channel.CreateUnbounded<LivePage>();
    private readonly ReportCollector _collector;
    private readonly Task _telling;
    private readonly LiveServer _server;
    private volatile LivePage _page;
    private long _nextProgress;

    private LiveReport(ReportCollector collector, RunReport first)
    {
        (_collector, _page) = (collector, new LivePage(first, 0));
        _server = new LiveServer(() => _page, _feed);
        _telling = TellAsync();
    }

    /// <summary>What is shown when the run ends.</summary>
    public string Parted { get; set; } = "Training has stopped.";

    /// <summary>Where it is.</summary>
    public Uri Address => _server.Address;

    /// <summary>Starts to serve what the model is before its first epoch, or behind those of its log.</summary>
    /// <param name="url">A loopback address; port 0 takes a free one.</param>
    /// <param name="session">What is trained.</param>
    /// <param name="facts">What it does not know.</param>
    /// <param name="log">The epochs so far.</param>
    /// <param name="stop">Ends the start.</param>
    /// <exception cref="UserException">It is no such address, or cannot be had.</exception>
    public static async Task<LiveReport> StartAsync(string url, TrainingSession session, RunFacts facts, IReadOnlyList<EpochResult> log, CancellationToken stop)
    {
        var collector = new ReportCollector(session, ReportScope.Live);
        var live = new LiveReport(collector, collector.Collect(facts, log));
        await live._server.StartAsync(url, stop);
        return live;
    }

    /// <summary>Shows the model as it is now.</summary>
    public void Show(RunFacts facts, IReadOnlyList<EpochResult> log) => Show(_collector.Collect(facts, log));

    /// <summary>Shows a report.</summary>
    public void Show(RunReport report)
    {
        _page = new LivePage(report, _page.Version + 1);
        _moments.Writer.TryWrite(_page);
    }

    /// <summary>Tells how far an epoch is, twice a second at most.</summary>
    public void Progress(int epoch, int epochs, long done, long total)
    {
        long now = Environment.TickCount64;
        if (now >= _nextProgress && _feed.HasReaders)
        {
            _nextProgress = now + MillisecondsBetweenProgress;
            _feed.Tell(new LiveEvent("progress") { Epoch = epoch, Epochs = epochs, Done = done, Total = total });
        }
    }

    /// <summary>Tells the pages that the run is over, lets them fetch what they lack, and stops to serve.</summary>
    public async ValueTask DisposeAsync()
    {
        _moments.Writer.Complete();
        await _telling;
        _feed.Tell(new LiveEvent("end") { Version = _page.Version, Message = Parted });
        await _feed.WaitUntilLeftAsync(Parting);
        await _server.DisposeAsync();
    }

    private async Task TellAsync()
    {
        LivePage told = _page;
        await foreach (LivePage page in _moments.Reader.ReadAllAsync())
        {
            if (_feed.HasReaders)
            {
                _feed.Tell(new LiveEvent("report") { Version = page.Version, Sections = page.ChangedSince(told) });
            }

            told = page;
        }
    }
}
