using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StnEngine.Tests.Datasets.Download;

/// <summary>An HTTP server on the loopback address that answers each request as its script says, one connection a request.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private const int PieceBytes = 1 << 14;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<ScriptedRequest> _requests = new();
    private readonly Func<ScriptedRequest, ScriptedReply> _script;

    /// <param name="script">Gives the answers one after the other; the last one stands for all that follow.</param>
    public ScriptedServer(params Func<ScriptedRequest, ScriptedReply>[] script)
    {
        int next = 0;
        _script = request => script[Math.Min(Interlocked.Increment(ref next), script.Length) - 1](request);
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/data/");

    public IReadOnlyList<ScriptedRequest> Requests => [.. _requests];

    /// <summary>An address where nobody listens.</summary>
    public static Uri DeadAddress()
    {
        using ScriptedServer server = new();
        return server.Address;
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                CancellationToken end = _end.Token;
                NetworkStream stream = client.GetStream();
                ScriptedRequest request = await ReadAsync(stream, end);
                _requests.Enqueue(request);
                ScriptedReply reply = _script(request);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(reply.Head), end);
                foreach (byte[] piece in reply.Pause == TimeSpan.Zero ? [reply.Body] : reply.Body.Chunk(PieceBytes))
                {
                    await Task.Delay(reply.Pause, end);
                    await stream.WriteAsync(piece, end);
                }
                if (reply.Hangs)
                {
                    await Task.Delay(Timeout.Infinite, end);
                }
                client.LingerState = new LingerOption(reply.Resets, 0);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The other side left, or the test is over.
            }
        }
    }

    private static async Task<ScriptedRequest> ReadAsync(NetworkStream stream, CancellationToken end)
    {
        using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
        string path = (await reader.ReadLineAsync(end) ?? throw new IOException("No request came.")).Split(' ')[1];
        string? range = null;
        while (await reader.ReadLineAsync(end) is { Length: > 0 } line)
        {
            range = line.StartsWith("Range: ", StringComparison.OrdinalIgnoreCase) ? line["Range: ".Length..] : range;
        }
        return new ScriptedRequest(path, range);
    }
}
