namespace Stn.Reports;

/// <summary>Short names of runs that are compared.</summary>
internal static class RunNames
{
    /// <summary>The last parts of their paths, as many as it takes to tell them apart.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> paths)
    {
        string[][] parts = [.. paths.Select(p => Path.TrimEndingDirectorySeparator(Path.GetFullPath(p)).Split(Path.DirectorySeparatorChar))];
        int most = parts.Max(p => p.Length), wanted = parts.Select(p => string.Join('/', p)).Distinct().Count();
        int count = Enumerable.Range(1, most).First(n => parts.Select(p => Last(p, n)).Distinct().Count() == wanted);
        return [.. parts.Select(p => Last(p, count))];
    }

    private static string Last(string[] parts, int count) => string.Join('/', parts[^Math.Min(count, parts.Length)..]);
}
