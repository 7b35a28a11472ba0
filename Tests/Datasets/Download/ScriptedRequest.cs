using System.Globalization;

namespace StnEngine.Tests.Datasets.Download;

/// <summary>What a client asked for.</summary>
internal sealed record ScriptedRequest(string Path, string? Range)
{
    /// <summary>The first byte wanted.</summary>
    public int Start => Range is null ? 0 : int.Parse(Range["bytes=".Length..^1], CultureInfo.InvariantCulture);
}
