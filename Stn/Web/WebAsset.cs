namespace Stn.Web;

/// <summary>Style sheets, scripts and pages that the program carries, from <c>Stn/Web</c>.</summary>
internal static class WebAsset
{
    /// <summary>A file's text.</summary>
    /// <param name="name">Its name, as <c>theme.css</c>.</param>
    public static string Read(string name)
    {
        using Stream stream = typeof(WebAsset).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
