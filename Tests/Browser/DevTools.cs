using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace StnEngine.Tests.Browser;

/// <summary>A tab of a Chromium, told what to do by the DevTools protocol: https://chromedevtools.github.io/devtools-protocol.</summary>
internal sealed class DevTools : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _waiting = new();
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly SemaphoreSlim _sending = new(1);
    private Task _listening = Task.CompletedTask;
    private int _last;

    private DevTools()
    {
    }

    /// <summary>Errors of scripts and refused resources since the tab was opened.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<DevTools> ConnectAsync(Uri tab, CancellationToken stop)
    {
        var tools = new DevTools();
        await tools._socket.ConnectAsync(tab, stop);
        tools._listening = tools.ListenAsync();
        await tools.SendAsync("Page.enable");
        await tools.SendAsync("Runtime.enable");
        await tools.SendAsync("Log.enable");
        return tools;
    }

    /// <summary>Sends a command and waits for its result.</summary>
    public async Task<JsonElement> SendAsync(string method, object? parameters = null)
    {
        int id = Interlocked.Increment(ref _last);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        byte[] message = JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters ?? new { } });
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }

        return await answer.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _listening;
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task ListenAsync()
    {
        byte[] part = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult received = await _socket.ReceiveAsync(part.AsMemory(), CancellationToken.None);
                message.Write(part, 0, received.Count);
                if (received.EndOfMessage)
                {
                    Take(JsonDocument.Parse(message.ToArray()).RootElement);
                    message.SetLength(0);
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or JsonException)
        {
            // The tab is gone, and with it what was asked.
            foreach (TaskCompletionSource<JsonElement> answer in _waiting.Values)
            {
                answer.TrySetException(e);
            }
        }
    }

    private void Take(JsonElement message)
    {
        if (message.TryGetProperty("id", out JsonElement id))
        {
            _waiting.TryRemove(id.GetInt32(), out TaskCompletionSource<JsonElement>? answer);
            if (message.TryGetProperty("error", out JsonElement error))
            {
                answer!.SetException(new InvalidOperationException(error.ToString()));
            }
            else
            {
                answer!.SetResult(message.GetProperty("result"));
            }
        }
        else if (message.GetProperty("method").GetString() is "Runtime.exceptionThrown" or "Log.entryAdded")
        {
            _complaints.Enqueue(message.GetProperty("params").ToString());
        }
    }
}
