using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Stn.Web;

/// <summary>A web application without a web application's noise: nothing on the console, no configuration files, the process's signals left to the command.</summary>
internal static class LocalServer
{
    // Of each connection, which wait to be read; the longest headers must fit.
    private const int ConnectionBytes = 1 << 16;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    /// <summary>A builder whose application listens where it is told and answers only to names of this machine, unless it listens beyond it.</summary>
    /// <param name="url">Where to listen, <c>http://HOST:PORT</c>; port 0 takes a free one.</param>
    /// <exception cref="UserException">It is no such address.</exception>
    public static WebApplicationBuilder CreateBuilder(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) || parsed.Scheme != Uri.UriSchemeHttp || parsed.PathAndQuery != "/" || parsed.UserInfo.Length > 0)
        {
            throw new UserException($"'{url}' is no address to listen on: http://HOST:PORT is wanted, as http://127.0.0.1:5080.");
        }

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        // As it was understood here: the server reads an address in its own way, and listens everywhere for a host that it does not know.
        builder.WebHost.UseKestrelCore().UseUrls($"http://{parsed.Host}:{parsed.Port}");
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBufferSize = ConnectionBytes;
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Farewell);
        // A page elsewhere could point a name of its own at this machine.
        builder.Services.AddHostFiltering(options => options.AllowedHosts = IsLoopback(parsed) ? ["localhost", "127.0.0.1", "[::1]"] : ["*"]);
        return builder;
    }

    /// <summary>What every answer tells a browser: what its page may do, to take it for nothing but what it says it is, and to keep no trace of it.</summary>
    /// <param name="headers">Of the answer.</param>
    /// <param name="policy">The page's content security policy.</param>
    public static void Guard(IHeaderDictionary headers, string policy)
    {
        headers.ContentSecurityPolicy = $"{policy}; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    /// <summary>Whether only this machine reaches an address.</summary>
    public static bool IsLoopback(Uri address) =>
        address.Host == "localhost" || (IPAddress.TryParse(address.Host, out IPAddress? ip) && IPAddress.IsLoopback(ip));

    /// <summary>Starts to listen.</summary>
    /// <returns>The address, with the port that was taken.</returns>
    /// <exception cref="UserException">The address cannot be had.</exception>
    public static async Task<Uri> StartAsync(WebApplication application, CancellationToken stop)
    {
        try
        {
            await application.StartAsync(stop);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or InvalidOperationException or FormatException)
        {
            throw new UserException($"Cannot listen: {e.Message} Choose another port, or port 0 for any that is free.", e);
        }

        return new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }
}
