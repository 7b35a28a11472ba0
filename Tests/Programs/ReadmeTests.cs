using System.Reflection;
using System.Text.RegularExpressions;
using Stn.Data;
using StnEngine.Datasets;
using Xunit;

namespace StnEngine.Tests.Programs;

/// <summary>README's commands are typed by people: each one that starts the program is run here. Training is cut to one batch.</summary>
public sealed partial class ReadmeTests
{
    private const string Start = "dotnet run --project Stn -- ";

    private static IEnumerable<string> Lines => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "README.md"));

    public static TheoryData<string> Commands
    {
        get
        {
            var rows = new TheoryData<string>();
            foreach (string line in Lines.Select(l => l.Trim()))
            {
                if (line.StartsWith(Start, StringComparison.Ordinal))
                {
                    rows.Add(line[Start.Length..].Split('#')[0].Trim());
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Readme_Command_Runs(string command)
    {
        List<string> args = [.. command.Split(' ')];
        int dataset = args.IndexOf("--dataset");
        string root = DataRoot.Resolve();
        if (dataset >= 0 && !KnownDataset.Named(args[dataset + 1]).IsIn(root))
        {
            Assert.Skip($"{args[dataset + 1]} is not in the default data root {root}; set STN_DATA to a folder that holds it.");
        }

        int data = args.IndexOf("--data");
        if (data >= 0)
        {
            args.RemoveRange(data, 2);
        }

        if (args[0] == "train" && !args.Contains("--help"))
        {
            args.AddRange(["--dry-run", "--offline"]);
        }

        // A table takes an hour: here only its name and options are read.
        if (args[0] == "experiment")
        {
            args.Add("--help");
        }

        (int exitCode, _, string error) = await ProgramRun.Of([.. args]);
        Assert.True(exitCode == 0, $"`{Start}{command}` ended with {exitCode}: {error}");
    }
    // What is promised to be the same bits, and what is not: each row names the tests that hold it to that.
    [Fact]
    public void Determinism_EachRowOfItsTable_NamesTestsThatAreThere()
    {
        string[] rows = [.. Lines.SkipWhile(l => l != "## Determinism").Skip(1).TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal)).Where(l => l.StartsWith('|')).Skip(2)];
        Assert.True(rows.Length >= 8, $"The table has {rows.Length} rows.");
        foreach (string row in rows)
        {
            string[] named = [.. TestName().Matches(row.Split('|')[^2]).Select(m => m.Value.Trim('`'))];
            Assert.True(named.Length > 0, $"No test is named: {row}");
            Assert.All(named, name => Assert.True(IsTest(name.Split('.')), $"There is no test {name}."));
        }
    }

    private static bool IsTest(string[] name) => Array.Exists(
        typeof(ReadmeTests).Assembly.GetTypes(), type => type.Name == name[0] && type.GetMethod(name[1])?.GetCustomAttribute<FactAttribute>() is { Skip: null });

    [GeneratedRegex(@"`\w+\.\w+`")]
    private static partial Regex TestName();
}
