using Xunit;

namespace StnEngine.Tests.Programs;

// The repository that these tests were built in; where there is none (built elsewhere, or carried to another machine) the test skips.
internal static class SourceTree
{
    // Not ours: what builds and runs left.
    private static readonly string[] Left = ["bin", "obj", "runs", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "StnEngine.sln")))
            {
                return folder.FullName;
            }
        }

        Assert.Skip("The sources are not there: these tests do not lie in a folder of the repository.");
        return string.Empty;
    }

    // The Markdown files below a folder, by their paths from the root.
    public static IEnumerable<string> Documents(string root, string folder = "")
    {
        string here = Path.Combine(root, folder);
        foreach (string file in Directory.EnumerateFiles(here, "*.md"))
        {
            yield return Path.GetRelativePath(root, file);
        }

        foreach (string below in Directory.EnumerateDirectories(here).Select(d => Path.GetFileName(d)).Where(n => n[0] != '.' && !Left.Contains(n)))
        {
            foreach (string file in Documents(root, Path.Combine(folder, below)))
            {
                yield return file;
            }
        }
    }
}
