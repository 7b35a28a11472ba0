using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Stn;
using Stn.Web;
using Xunit;

namespace StnEngine.Tests.Serving;

/// <summary>Whether an address is this machine's alone must be understood as the server will understand it, which listens everywhere for a host that it does not know.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("http://localhost:5080", true)]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://127.8.9.1:5080", true)]
    [InlineData("http://[::1]:5080", true)]
    [InlineData("http://loopback:5080", true)]
    [InlineData("http://localhost.example:5080", false)]
    [InlineData("http://0.0.0.0:5080", false)]
    [InlineData("http://[::]:5080", false)]
    [InlineData("http://example.com:5080", false)]
    public void IsLoopback_OfAnAddress_IsWhetherOnlyThisMachineReachesIt(string url, bool isLoopback) => Assert.Equal(isLoopback, LocalServer.IsLoopback(new Uri(url)));

    // The server itself would take the last one for the name of some host.
    [Theory]
    [InlineData("http://127.1:0")]
    [InlineData("http://0x7f000001:0")]
    [InlineData("http://[0:0:0:0:0:0:0:1]:0")]
    [InlineData("http://loopback:PORT")]
    public async Task CreateBuilder_OfThisMachineWrittenOtherwise_ListensToItAlone(string url)
    {
        await using WebApplication application = LocalServer.CreateBuilder(url.Replace("PORT", $"{FreePort()}", StringComparison.Ordinal)).Build();
        Assert.True(LocalServer.IsLoopback(await LocalServer.StartAsync(application, TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("http://name:word@127.0.0.1:0")]
    [InlineData("http://127.0.0.1:0/path")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("unix:/run/socket")]
    [InlineData("127.0.0.1:5080")]
    public void CreateBuilder_OfWhatIsNoAddress_SaysWhatIsWanted(string url) =>
        Assert.Contains("http://HOST:PORT is wanted", Assert.Throws<UserException>(() => LocalServer.CreateBuilder(url)).Message, StringComparison.Ordinal);

    // The server has no free port to choose where two addresses must have the same.
    [Fact]
    public async Task StartAsync_OnAnyPortOfLocalhost_SaysWhatToDo()
    {
        await using WebApplication application = LocalServer.CreateBuilder("http://localhost:0").Build();
        UserException error = await Assert.ThrowsAsync<UserException>(() => LocalServer.StartAsync(application, TestContext.Current.CancellationToken));
        Assert.StartsWith("Cannot listen: ", error.Message, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
