using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Stn.Web;

namespace Stn.Serving;

/// <summary>The web application: the page and the API.</summary>
internal static class PredictionServer
{
    /// <summary>Builds it; see <see cref="LocalServer.StartAsync"/>.</summary>
    /// <param name="url">Where to listen.</param>
    /// <param name="model">The model, ready or not.</param>
    /// <param name="limits">What one who asks may cost.</param>
    /// <param name="error">Told of failures that are ours.</param>
    /// <exception cref="UserException">The address is none.</exception>
    public static WebApplication Create(string url, ServedModel model, ServeLimits limits, TextWriter error)
    {
        WebApplicationBuilder builder = LocalServer.CreateBuilder(url);
        builder.Services.Configure<HostFilteringOptions>(options => options.IncludeFailureMessage = false);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = limits.BodyBytes;
            options.Limits.MaxConcurrentConnections = limits.Connections;
            options.Limits.RequestHeadersTimeout = limits.Patience;
            options.Limits.KeepAliveTimeout = limits.Idle;
        });
        WebApplication application = builder.Build();
        application.UseMiddleware<ProblemAnswers>(limits, error);
        application.UseHostFiltering();
        application.UseMiddleware<SafeAnswers>();
        PageFiles.Map(application);
        new PredictionApi(model, limits).Map(application);
        return application;
    }
}
