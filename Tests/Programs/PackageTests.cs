using System.IO.Compression;
using System.Xml.Linq;
using StnEngine.Kernels;
using Xunit;

namespace StnEngine.Tests.Programs;

/// <summary>Reads what <c>dotnet pack --no-build --output FOLDER</c> made of the same build as these tests; <c>STN_PACKAGES</c> names the folder.</summary>
public sealed class PackageTests
{
    private const string Variable = "STN_PACKAGES";
    private const string Tool = "StnEngine.Tool";

    private static readonly string[] Libraries = ["StnEngine", "StnEngine.Datasets", "StnEngine.Kernels"];

    // The kernels of this build name ILGPU, or they do not.
    private static readonly bool HasIlgpu = typeof(Device).Assembly.GetReferencedAssemblies().Any(a => a.Name == "ILGPU");

    [Fact]
    public void Packages_AreThreeLibrariesAndTheTool() =>
        Assert.Equal([.. Libraries, Tool], Nuspecs().Select(n => Text(n, "id")).Order(StringComparer.Ordinal));

    [Fact]
    public void Version_EndsInCpu_WhereThereIsNoIlgpu() =>
        Assert.All(Nuspecs(), nuspec => Assert.Equal(!HasIlgpu, Text(nuspec, "version").EndsWith("-cpu", StringComparison.Ordinal)));

    [Fact]
    public void Dependencies_AreOurOwn_AndIlgpuForTheKernels()
    {
        var wanted = new Dictionary<string, string[]>
        {
            ["StnEngine"] = ["StnEngine.Kernels"],
            ["StnEngine.Datasets"] = [],
            ["StnEngine.Kernels"] = HasIlgpu ? ["ILGPU", "ILGPU.Algorithms"] : [],
            [Tool] = [],
        };
        Assert.All(Nuspecs(), nuspec =>
        {
            XElement[] dependencies = [.. nuspec.Descendants().Where(e => e.Name.LocalName == "dependency")];
            Assert.Equal(wanted[Text(nuspec, "id")], dependencies.Select(d => d.Attribute("id")!.Value));
            Assert.All(dependencies.Where(d => Libraries.Contains(d.Attribute("id")!.Value)), d => Assert.Equal(Text(nuspec, "version"), d.Attribute("version")!.Value));
        });
    }

    [Fact]
    public void Package_SaysWhatItIs()
    {
        Assert.All(Nuspecs(), nuspec =>
        {
            Assert.NotEmpty(Text(nuspec, "authors"));
            Assert.NotEmpty(Text(nuspec, "tags"));
            Assert.DoesNotContain("Package Description", Text(nuspec, "description"), StringComparison.Ordinal);
            Assert.Equal("README.md", Text(nuspec, "readme"));
        });
        Assert.All(Archives(), archive =>
        {
            using ZipArchive opened = ZipFile.OpenRead(archive);
            Assert.NotNull(opened.GetEntry("README.md"));
            Assert.NotNull(opened.GetEntry("THIRD-PARTY-NOTICES.md"));
        });
    }

    [Fact]
    public void Library_BringsItsDocumentation()
    {
        foreach (string library in Libraries)
        {
            using ZipArchive opened = Open(library);
            Assert.NotNull(opened.GetEntry($"lib/net10.0/{library}.dll"));
            XDocument documentation = Load(opened, $"lib/net10.0/{library}.xml");
            Assert.NotEmpty(documentation.Descendants("summary"));
        }
    }

    [Fact]
    public void Tool_BringsNoAssemblyThatTheNoticesDoNotName()
    {
        using ZipArchive opened = Open(Tool);
        using var notices = new StreamReader(opened.GetEntry("THIRD-PARTY-NOTICES.md")!.Open());
        string text = notices.ReadToEnd();
        IEnumerable<string> others = opened.Entries.Where(e => e.Name.EndsWith(".dll", StringComparison.Ordinal)).Select(e => Path.GetFileNameWithoutExtension(e.Name)).Where(name => name != "Stn" && !Libraries.Contains(name));
        Assert.All(others, name => Assert.Contains($"| {name} |", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Tool_IsTheCommandStn()
    {
        using ZipArchive opened = Open(Tool);
        XElement command = Load(opened, "tools/net10.0/any/DotnetToolSettings.xml").Descendants("Command").Single();
        Assert.Equal("stn", command.Attribute("Name")!.Value);
        Assert.NotNull(opened.GetEntry($"tools/net10.0/any/{command.Attribute("EntryPoint")!.Value}"));
        Assert.Equal(HasIlgpu, opened.GetEntry("tools/net10.0/any/ILGPU.dll") is not null);
        Assert.Contains("DotnetTool", Nuspec(opened).Descendants().Attributes("name").Select(a => a.Value));
    }

    private static string[] Archives()
    {
        string? folder = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(folder))
        {
            Assert.Skip($"No packages to read: run `dotnet pack --no-build --output FOLDER` and set {Variable} to that folder.");
        }

        return Directory.GetFiles(folder, "*.nupkg");
    }

    private static IEnumerable<XDocument> Nuspecs() => Archives().Select(archive =>
    {
        using ZipArchive opened = ZipFile.OpenRead(archive);
        return Nuspec(opened);
    });

    private static ZipArchive Open(string id) => Archives()
        .Select(ZipFile.OpenRead)
        .Single(opened => opened.GetEntry($"{id}.nuspec") is not null);

    private static XDocument Nuspec(ZipArchive opened) => Load(opened, opened.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).FullName);

    private static XDocument Load(ZipArchive opened, string name)
    {
        using Stream stream = opened.GetEntry(name)!.Open();
        return XDocument.Load(stream);
    }

    private static string Text(XDocument nuspec, string element) => nuspec.Descendants().First(e => e.Name.LocalName == element).Value;
}
