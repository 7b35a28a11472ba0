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
    [InlineData("http://loopback:5080", false)]
    [InlineData("http://localhost.example:5080", false)]
    [InlineData("http://0.0.0.0:5080", false)]
    [InlineData("http://[::]:5080", false)]
    [InlineData("http://example.com:5080", false)]
    public void IsLoopback_OfAnAddress_IsWhetherOnlyThisMachineReachesIt(string url, bool isLoopback) => Assert.Equal(isLoopback, LocalServer.IsLoopback(new Uri(url)));

    // Ways to write 127.0.0.1 that the server itself would take for the name of some host.
    [Theory]
    [InlineData("http://127.1:0")]
    [InlineData("http://0x7f000001:0")]
    [InlineData("http://１２７.0.0.1:0")]
    [InlineData("http://[0:0:0:0:0:0:0:1]:0")]
    public async Task CreateBuilder_OfThisMachineWrittenOtherwise_ListensToItAlone(string url)
    {
        await using WebApplication application = LocalServer.CreateBuilder(url).Build();
        Assert.True(LocalServer.IsLoopback(await LocalServer.StartAsync(application, TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("http://name:word@127.0.0.1:0")]
    [InlineData("http://127.0.0.1:0/path")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("unix:/tmp/socket")]
    [InlineData("127.0.0.1:5080")]
    public void CreateBuilder_OfWhatIsNoAddress_SaysWhatIsWanted(string url) =>
        Assert.Contains("http://HOST:PORT is wanted", Assert.Throws<UserException>(() => LocalServer.CreateBuilder(url)).Message, StringComparison.Ordinal);
}
