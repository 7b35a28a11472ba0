using Stn.Data;
using StnEngine.Datasets;
using Xunit;

namespace StnEngine.Tests.Programs;

/// <summary>README's commands are typed by people: each one that starts the program is run here. Training is cut to one batch.</summary>
public sealed class ReadmeTests
{
    private const string Start = "dotnet run --project Stn -- ";

    public static TheoryData<string> Commands
    {
        get
        {
            var rows = new TheoryData<string>();
            foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "README.md")).Select(l => l.Trim()))
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
}
