using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace StnEngine.Datasets.Download;

/// <summary>Asks one mirror once for what a part file lacks, and adds what comes.</summary>
internal sealed class HttpTransfer(HttpClient client, RemoteFile file, TimeSpan longestSilence, IProgress<DownloadProgress>? progress)
{
    public async Task<TransferResult> RunAsync(Uri address, PartFile part, CancellationToken cancellation)
    {
        using CancellationTokenSource silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(longestSilence);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            request.Headers.Range = part.Length > 0 ? new RangeHeaderValue(part.Length, null) : null;
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
            return Begin(response, part) ?? await ReceiveAsync(response, part, silence);
        }
        catch (OperationCanceledException error) when (error.InnerException is TimeoutException timeout)
        {
            // The handler's own limit: no connection came about, and the next mirror is likelier to answer than this one.
            return TransferResult.GiveUp($"cannot be reached ({timeout.Message})");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return TransferResult.Retry($"was silent for {longestSilence.TotalSeconds:0.#} seconds");
        }
        catch (HttpRequestException error)
        {
            return Unreachable(error);
        }
        catch (IOException error)
        {
            return TransferResult.Retry($"broke off after {part.Length} of {file.Bytes} bytes ({error.Message})");
        }
    }

    /// <summary>Makes the part file ready for the body that follows; or says why it is not wanted.</summary>
    private TransferResult? Begin(HttpResponseMessage response, PartFile part)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when IsRest(response.Content.Headers.ContentRange, part.Length):
                return WrongLength(part.Length, response.Content.Headers.ContentLength);
            case HttpStatusCode.OK:
                if (WrongLength(0, response.Content.Headers.ContentLength) is { } wrong)
                {
                    return wrong;
                }
                part.Clear();
                return null;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                part.Clear();
                return TransferResult.Retry("does not give the rest of a file that broke off");
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                return TransferResult.Retry(Answer(response), RetryAfter(response.Headers.RetryAfter));
            default:
                return TransferResult.GiveUp(Answer(response));
        }
    }

    private bool IsRest(ContentRangeHeaderValue? range, long start)
        => start > 0
            && range is { Unit: "bytes" }
            && (range.From, range.To, range.Length ?? file.Bytes) == (start, file.Bytes - 1, file.Bytes);

    private TransferResult? WrongLength(long start, long? bodyBytes)
        => bodyBytes is null || start + bodyBytes == file.Bytes
            ? null
            : TransferResult.GiveUp($"offers {start + bodyBytes} bytes where {file.Bytes} were wanted");

    private async Task<TransferResult> ReceiveAsync(HttpResponseMessage response, PartFile part, CancellationTokenSource silence)
    {
        byte[] buffer = new byte[1 << 16];
        using Stream body = await response.Content.ReadAsStreamAsync(silence.Token);
        while (true)
        {
            progress?.Report(new DownloadProgress(file.Name, part.Length, file.Bytes));
            silence.CancelAfter(longestSilence);
            int read = await body.ReadAsync(buffer, silence.Token);
            if (read == 0)
            {
                return part.Length == file.Bytes
                    ? TransferResult.Done
                    : TransferResult.Retry($"ended after {part.Length} of {file.Bytes} bytes");
            }
            if (part.Length + read > file.Bytes)
            {
                part.Clear();
                return TransferResult.GiveUp($"sends more than the {file.Bytes} bytes that were wanted");
            }
            await part.AppendAsync(buffer.AsMemory(0, read), silence.Token);
        }
    }

    // What does not pass by itself: no such host, nobody listens, no trust. The rest is a connection that broke.
    private static TransferResult Unreachable(HttpRequestException error)
        => error.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
            || error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
            ? TransferResult.GiveUp($"cannot be reached ({error.Message})")
            : TransferResult.Retry($"the connection failed ({error.Message})");

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header?.Delta ?? (header?.Date - DateTimeOffset.UtcNow);

    private static string Answer(HttpResponseMessage response) => $"answers {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();
}
