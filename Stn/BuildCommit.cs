using System.Reflection;

namespace Stn;

/// <summary>Which revision of the sources this program was built from.</summary>
internal static class BuildCommit
{
    private const int Digits = 7;

    /// <summary>The first digits of the revision, which the SDK puts behind the version; <c>unknown</c> where it was built outside a repository.</summary>
    public static string Name { get; } = Find();

    private static string Find()
    {
        string version = typeof(BuildCommit).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? string.Empty;
        int plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? "unknown" : version[(plus + 1)..Math.Min(version.Length, plus + 1 + Digits)];
    }
}
