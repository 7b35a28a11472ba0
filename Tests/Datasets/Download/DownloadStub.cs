namespace StnEngine.Tests.Datasets.Download;

/// <summary>Stands for the network where a loopback server cannot play the part.</summary>
internal sealed class DownloadStub(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        => Task.FromResult(answer(request));
}
