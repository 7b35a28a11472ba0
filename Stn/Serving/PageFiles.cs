using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Stn.Web;

namespace Stn.Serving;

/// <summary>The page's files, which the program carries: no request reaches the disk.</summary>
internal static class PageFiles
{
    /// <summary>A file for each of a few fixed paths.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        MapOne(routes, "/", "serve.html");
        foreach (string name in (string[])["theme.css", "serve.css", "serve.js", "serve-pad.js", "serve-scene.js", "serve-view.js", "openapi.json"])
        {
            MapOne(routes, $"/{name}", name);
        }
    }

    private static void MapOne(IEndpointRouteBuilder routes, string path, string name)
    {
        byte[] content = Encoding.UTF8.GetBytes(WebAsset.Read(name));
        string type = Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            _ => "application/json",
        };
        routes.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], async context =>
        {
            (context.Response.ContentType, context.Response.ContentLength) = (type, content.Length);
            if (HttpMethods.IsGet(context.Request.Method))
            {
                await context.Response.Body.WriteAsync(content, context.RequestAborted);
            }
        });
    }
}
