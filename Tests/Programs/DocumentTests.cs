using System.Text.RegularExpressions;
using Xunit;

namespace StnEngine.Tests.Programs;

/// <summary>What the Markdown files promise about each other and about the sources.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Link_OfAnyDocument_LeadsSomewhere()
    {
        string root = SourceTree.Root();
        var broken = new List<string>();
        foreach (string document in SourceTree.Documents(root))
        {
            foreach (string target in Links(File.ReadAllText(Path.Combine(root, document))))
            {
                string[] parts = target.Split('#', 2);
                string path = parts[0].Length == 0 ? Path.Combine(root, document) : Path.Combine(root, Path.GetDirectoryName(document)!, parts[0]);
                if (!Path.Exists(path) || (parts.Length == 2 && !Headings(path).Contains(parts[1])))
                {
                    broken.Add($"{document}: {target}");
                }
            }
        }

        Assert.True(broken.Count == 0, $"Links that lead nowhere:\n{string.Join('\n', broken)}");
    }

    // The packages' READMEs show lines of a program that is compiled and run.
    [Theory]
    [InlineData("Engine/README.md")]
    [InlineData("Datasets/README.md")]
    [InlineData("Kernels/README.md")]
    public void Code_OfAPackagesReadme_IsTheSamples(string document)
    {
        string root = SourceTree.Root();
        string sample = File.ReadAllText(Path.Combine(root, "samples/OwnModel/Program.cs"));
        string[] shown = [.. Code().Matches(File.ReadAllText(Path.Combine(root, document))).SelectMany(m => m.Groups[1].Value.Split('\n')).Where(line => line.Length > 0)];
        Assert.NotEmpty(shown);
        Assert.All(shown, line => Assert.Contains($"\n{line}\n", sample, StringComparison.Ordinal));
    }

    // The tour quotes sources: what it shows must still stand in one of the files that it links to.
    [Fact]
    public void Code_OfTheTour_IsThatOfTheFilesItLinksTo()
    {
        string folder = Path.Combine(SourceTree.Root(), "docs"), tour = File.ReadAllText(Path.Combine(folder, "tour.md"));
        string[] sources = [.. Links(tour).Where(l => l.EndsWith(".cs", StringComparison.Ordinal)).Select(l => File.ReadAllText(Path.Combine(folder, l)))];
        string[] shown = [.. Code().Matches(tour).Select(m => m.Groups[1].Value)];
        Assert.NotEmpty(shown);
        Assert.All(shown, code => Assert.Contains(sources, source => source.Contains(code, StringComparison.Ordinal)));
    }

    // Those to the web are left out, and so is what only looks like a link, in code.
    private static IEnumerable<string> Links(string text) => Link()
        .Matches(InlineCode().Replace(Fence().Replace(text, string.Empty), string.Empty))
        .Select(m => m.Groups[1].Value)
        .Where(target => !target.Contains("://", StringComparison.Ordinal));

    // As sites make anchors of them.
    private static HashSet<string> Headings(string path) => [.. Heading()
        .Matches(Fence().Replace(File.ReadAllText(path), string.Empty))
        .Select(m => NoAnchor().Replace(m.Groups[1].Value.Trim().ToLowerInvariant(), string.Empty).Replace(' ', '-'))];

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}
