using System.CommandLine;

namespace Stn.Commands;

/// <summary>The command line as it was typed, to be typed again.</summary>
internal static class Typed
{
    /// <summary>The command, with more behind it.</summary>
    public static string Command(ParseResult parsed, params string[] more) => "stn " + string.Join(' ', parsed.Tokens.Select(t => t.Value).Concat(more).Select(Quoted));

    private static string Quoted(string word) => IsPlain(word) ? word
        : OperatingSystem.IsWindows() || IsPlain(word.Replace(" ", string.Empty, StringComparison.Ordinal)) ? $"\"{word}\""
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    // Nothing in it that a shell reads as anything else.
    private static bool IsPlain(string word) => word.All(c => char.IsLetterOrDigit(c) || "-_./:,=+@%".Contains(c) || (c == '\\' && OperatingSystem.IsWindows()));
}
