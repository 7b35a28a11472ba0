using System.Text.Json;
using Xunit;

namespace StnEngine.Tests.Programs;

/// <summary>Whatever of others goes along must be named with its terms; the lock files say what that is.</summary>
public sealed class NoticeTests
{
    private const string Notices = "THIRD-PARTY-NOTICES.md", OfBundle = "scripts/gpu-bundle-notices.md";

    [Theory]
    [InlineData(Notices, "Kernels", "Engine", "Datasets", "Stn")]
    [InlineData(OfBundle, "Tests", "Benchmarks")]
    public void Notices_NameEveryPackageThatGoesAlong(string document, params string[] projects)
    {
        string root = SourceTree.Root(), text = File.ReadAllText(Path.Combine(root, document)) + File.ReadAllText(Path.Combine(root, Notices));
        string[] missing = [.. projects.SelectMany(project => Directory.GetFiles(Path.Combine(root, project), "packages*.lock.json")).SelectMany(Packages).Distinct().Where(id => !text.Contains($" {id} ", StringComparison.Ordinal) && !text.Contains($" {id},", StringComparison.Ordinal))];
        Assert.True(missing.Length == 0, $"{document} does not name {string.Join(", ", missing)}: read the terms in the package's nuspec, and add it.");
    }

    [Fact]
    public void Notices_OfThePackages_QuoteTheirTerms()
    {
        string text = File.ReadAllText(Path.Combine(SourceTree.Root(), Notices));
        Assert.All(
            ["Copyright (c) 2016-2025 ILGPU Project", "University of Illinois/NCSA Open Source License", "Copyright (c) .NET Foundation and Contributors", "The above copyright notice and this permission notice shall be included"],
            phrase => Assert.Contains(phrase, text, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Packages(string lockFile)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(lockFile));
        return [.. document.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject()).Where(package => package.Value.GetProperty("type").GetString() != "Project").Select(package => package.Name)];
    }
}
