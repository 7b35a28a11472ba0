namespace StnEngine.Datasets;

/// <summary>Where the data sets lie: one folder with a subfolder for each set, such as <c>mnist</c>.</summary>
public static class DataRoot
{
    /// <summary>The environment variable asked when no option is given.</summary>
    public const string Variable = "STN_DATA";

    /// <summary>The option if given, else <c>STN_DATA</c>, else <c>stn-engine</c> in the user's cache folder, existing or not.</summary>
    public static string Resolve(string? option = null)
        => Given(option) ?? Given(Environment.GetEnvironmentVariable(Variable)) ?? Path.Combine(CacheFolder(), "stn-engine");

    private static string? Given(string? path) => string.IsNullOrWhiteSpace(path) ? null : Path.GetFullPath(path);

    private static string CacheFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        }
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS())
        {
            return Path.Combine(home, "Library", "Caches");
        }
        // The XDG rule: a relative path there is invalid and ignored.
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        return Path.IsPathRooted(cache) ? cache : Path.Combine(home, ".cache");
    }
}
