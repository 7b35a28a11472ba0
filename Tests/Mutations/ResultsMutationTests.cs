using System.Text;
using Stn;
using Stn.Experiments;
using Stn.Reports;
using Stn.Training;
using StnEngine.Tests.Datasets;
using Xunit;

namespace StnEngine.Tests.Mutations;

/// <summary>What an experiment left, changed by somebody: its page and its table are written all the same, or the file is refused.</summary>
public sealed class ResultsMutationTests : IDisposable
{
    private const string Line = """{"epoch":1,"train_loss":1.5,"train_accuracy":50,"test_loss":1.25,"test_accuracy":51.25,"seconds":1,"images_per_second":1000,"learning_rate":0.001}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Results_Mutated_AreReadOrRefused()
    {
        var experiment = Experiment.Named("mnist");
        byte[] results = Encoding.UTF8.GetBytes(new ExperimentResults
        {
            Name = "mnist",
            Machine = "cpu: some",
            Commit = "abc",
            Command = "stn experiment mnist",
            Cells = [new CellResult("CNN", "clean", 1, 1.5, null, 21840, 12.5, 20), new CellResult("STN", "clean", 1, 1.25, 1.74, 27360, 12.5, 20)],
        }.ToJson());
        byte[] details = Encoding.UTF8.GetBytes(new CellDetails(new GivenOptions(Dataset: "mnist").Resolve(), [Line, Line], [new PageSection("seen", "Seen", "<p>a</p>")]).ToJson());
        string path = Path.Combine(_folder.Root, "mnist.json"), ofCell = Path.Combine(_folder.Root, "cell.json");
        MutationRun.Of(
            m =>
            {
                bool inDetails = m.Next(3) == 0;
                byte[] broken = m.Apply(inDetails ? details : results);
                File.WriteAllBytes(ofCell, inDetails ? broken : details);
                File.WriteAllBytes(path, inDetails ? results : broken);
                return broken;
            },
            _ =>
            {
                ExperimentResults read = ExperimentResults.Read(path)!;
                ResultsTable.Write(experiment, read);
                ExperimentPage.Write(experiment, read, _ => CellDetails.Read(ofCell));
                read.ToJson();
            },
            error => error is UserException && error.Message.Contains(path, StringComparison.Ordinal),
            words: [.. JsonText.Words, "\"cells\":", "\"model\":", "CNN", "\"error_percent\":", "\"log\":", "\"sections\":", "\"options\":"]);
    }
}
