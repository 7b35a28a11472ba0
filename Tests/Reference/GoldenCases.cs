using Xunit;

namespace StnEngine.Tests.Reference;

/// <summary>The golden files of the folder that STN_GOLDEN names, by default the copy beside the tests.</summary>
public static class GoldenCases
{
    private const string Extension = ".safetensors";

    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("STN_GOLDEN") is { Length: > 0 } named ? named : Path.Combine(AppContext.BaseDirectory, "Golden", "vectors");

    /// <summary>Names of all cases, sorted: file names without their ending.</summary>
    public static IReadOnlyList<string> Names => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder, "*" + Extension).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)]
        : throw new DirectoryNotFoundException($"No golden cases: folder {Folder} is not there. STN_GOLDEN names another.");

    /// <summary>Cases of single operations, those that are not whole training runs.</summary>
    public static TheoryData<string> Operations => [.. Names.Where(name => !name.StartsWith("train-", StringComparison.Ordinal))];

    /// <summary>Whole training runs.</summary>
    public static TheoryData<string> Trainings => [.. Names.Where(name => name.StartsWith("train-", StringComparison.Ordinal))];

    public static GoldenCase Read(string name)
    {
        SafetensorsFile file = Safetensors.Read(Path.Combine(Folder, name + Extension));
        return new GoldenCase(name, file.Metadata["op"], file.Metadata, file);
    }
}
