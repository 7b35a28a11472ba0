using System.Buffers.Binary;
using System.Text;
using Stn;
using Stn.Evaluation;
using Stn.Experiments;
using Stn.Reports;
using Stn.Training;
using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Tests.Datasets;
using StnEngine.Tests.Programs;
using StnEngine.Tests.Serving;
using Xunit;

namespace StnEngine.Tests.Mutations;

/// <summary>Checkpoints, summaries, results and requests that somebody made by hand to do harm.</summary>
public sealed class JsonBombTests : IDisposable
{
    private const int Mega = 1_000_000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Safetensors_OfAHeaderOfNumbersAlone_TakesLittleMoreThanItsFile()
    {
        string path = FileOf($$"""{"a":[{{string.Join(',', new int[5 * Mega])}}]}""");
        Assert.Contains("more than 2097152 brackets", Refused(12 * Mega, () => Safetensors.Read(path)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"NAME":1}""")]
    [InlineData("""{"a":{"NAME":1}}""")]
    [InlineData("""{"a":{"dtype":"NAME","shape":[],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[],"data_offsets":["NAME"]}}""")]
    public void Safetensors_OfAVastName_ShowsItsBeginning(string header)
    {
        string path = FileOf(header.Replace("NAME", new string('n', Mega), StringComparison.Ordinal));
        Assert.InRange(Refused(20 * Mega, () => Safetensors.Read(path)).Length, 1, 1000);
    }

    [Fact]
    public void State_OfAnExtentThatNoTensorHas_IsRefused()
    {
        using Device device = Devices.Open("cpu", 1);
        using var linear = new Linear(new ModuleContext(device, 1), 2, 3);
        string path = FileOf("""{"bias":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"weight":{"dtype":"F32","shape":[0,2147483647,2],"data_offsets":[0,0]}}""");
        Assert.Contains("shape [0", Assert.Throws<CheckpointException>(() => StateFile.Load(linear, path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null", "The options are null")]
    [InlineData("""{"dataset":null,REST}""", "Dataset")]
    [InlineData("""{"dataset":"gtsrb","size":100000,REST}""", "size is 100000 where 20 to 512 was wanted")]
    [InlineData("""{"dataset":"gtsrb","size":-1,REST}""", "size is -1")]
    [InlineData("""{"dataset":"folder:a\u0000b",REST}""", "Unknown dataset")]
    [InlineData("""{"dataset":"mnist","identity_penalty":1e999,REST}""", "identity_penalty is")]
    public void Checkpoint_OfOptionsThatCannotBe_IsRefused(string options, string message)
    {
        string rest = """
            "distort":"none","model":"cnn","epochs":1,"batch_size":64,"optimizer":"sgd","learning_rate":0.01,"loc_learning_rate":1,"seed":1
            """;
        string metadata = System.Text.Json.JsonSerializer.Serialize(options.Replace("REST", rest, StringComparison.Ordinal));
        string path = FileOf($$$"""{"__metadata__":{"options":{{{metadata}}},"log":""}}""");
        Exception error = Assert.ThrowsAny<Exception>(() => TrainedModel.Load(path, null, "cpu", 1).Dispose());
        Assert.True(error is CheckpointException or UserException, error.ToString());
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    // Built before its numbers are looked for, it would take gigabytes.
    [Fact]
    public void Checkpoint_OfAVastModelInASmallFile_IsRefusedBeforeItIsBuilt()
    {
        string options = System.Text.Json.JsonSerializer.Serialize(
            """{"dataset":"gtsrb","size":512,"distort":"none","model":"gtsrb","epochs":1,"batch_size":64,"optimizer":"sgd","learning_rate":0.01,"loc_learning_rate":1,"seed":1}""");
        string path = FileOf($$$"""{"__metadata__":{"options":{{{options}}},"log":""}}""");
        Assert.Contains("another model", Refused(5 * Mega, () => TrainedModel.Load(path, null, "cpu", 1).Dispose()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_OfAMillionBrackets_IsRefusedEverywhere()
    {
        string deep = new('[', Mega);
        string run = SmallCheckpoint.Write(Path.Combine(_folder.Root, "run"), "cnn"), results = Path.Combine(_folder.Root, "results.json");
        File.WriteAllText(new RunFolder(run).Summary, deep[..(Mega / 2)]);
        File.WriteAllText(results, deep);
        Assert.Throws<UserException>(() => RunRecord.Read(run));
        Assert.Throws<UserException>(() => ExperimentResults.Read(results));
        Assert.Null(CellDetails.Read(results));
        Assert.Throws<CheckpointException>(() => Safetensors.Read(FileOf($$"""{"a":{{deep}}""")));
        await using RunningServer server = await RunningServer.OfAsync("cnn");
        using HttpResponseMessage response = await server.PostAsync(Encoding.ASCII.GetBytes(deep), "application/json");
        await PredictionApiTests.ProblemIs(response, 400, "cannot be read as JSON");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"name":"a","machine":"b","commit":"c","command":"d","cells":null}""")]
    [InlineData("""{"name":"a","machine":"b","commit":"c","command":"d","cells":[null]}""")]
    [InlineData("""{"name":"a","machine":"b","commit":"c","command":"d","cells":[{}]}""")]
    [InlineData("""{"name":"a","machine":"b","commit":"c","command":"d","cells":[{"model":"a","column":"b","seed":1,"error_percent":1e999,"published_percent":null,"parameters":1,"seconds":1,"epochs":1}]}""")]
    public void Results_ThatLackWhatTheyMustHave_AreRefused(string json)
    {
        string path = _folder.Write("results.json", Encoding.UTF8.GetBytes(json));
        Assert.Contains("holds no results of an experiment", Assert.Throws<UserException>(() => ExperimentResults.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_ThatAreLongerThanAnyAre_AreRefusedUnread()
    {
        string path = _folder.Write("results.json", []);
        using (FileStream file = File.OpenWrite(path))
        {
            file.SetLength(1L << 33);
        }

        Assert.Contains("holds 8589934592 bytes", Assert.Throws<UserException>(() => ExperimentResults.Read(path)).Message, StringComparison.Ordinal);
    }

    private static string Refused(long most, Action read)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        CheckpointException error = Assert.Throws<CheckpointException>(read);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, most);
        return error.Message;
    }

    private string FileOf(string header)
    {
        byte[] json = Encoding.UTF8.GetBytes(header), length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        return _folder.Write("a.safetensors", [.. length, .. json]);
    }
}
