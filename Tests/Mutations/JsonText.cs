namespace StnEngine.Tests.Mutations;

/// <summary>What means something in JSON, and what seldom comes.</summary>
internal static class JsonText
{
    public static string[] Words { get; } =
    [
        "null", "true", "{", "}", "[", "]", ",", ":", "\"", "\"\"", "{}", "[]", "[null]", "-", "0.5", "1e9", "1e400", "-1e400", "1e-400", "NaN", "\\ud800", "\\u0000", "\\", "\0", "//", "\"a\":1,",
        "99999999999999999999999999", "<script>", new string('[', 70), new string('9', 400), "../../", "é",
    ];
}
