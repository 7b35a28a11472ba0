using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Stn;
using Stn.Evaluation;
using Stn.Reports;
using Stn.Training;
using StnEngine.Datasets;
using StnEngine.Tests.Datasets;
using StnEngine.Tests.Programs;
using Xunit;

namespace StnEngine.Tests.Mutations;

/// <summary>Checkpoints, and runs whose log and summary somebody changed.</summary>
public sealed class CheckpointMutationTests : IDisposable
{
    private const string Header =
        """{"__metadata__":{"format":"pt"},"a":{"dtype":"F64","shape":[2,3],"data_offsets":[0,48]},"b":{"dtype":"I64","shape":[],"data_offsets":[48,56]},"c":{"dtype":"F32","shape":[4],"data_offsets":[56,72]},"d":{"dtype":"U8","shape":[3,0],"data_offsets":[72,72]}}""";

    private static readonly string[] JsonWords =
        [.. JsonText.Words, "\"dtype\":", "\"shape\":", "\"data_offsets\":", "\"F64\"", "\"__metadata__\":", "[0,8]", "[1,2,3]"];

    private static readonly string[] OptionWords =
        [.. JsonText.Words, "stn", "cnn", "gtsrb", "gtsrb-small-2st", "paper-st-cnn-tps", "paper-2st-cnn-deep", "mnist", "cifar10", "folder:/", "RTS", "TC", "wide", "addition", "\"size\":512,", "\"size\":20,", "\"dataset\":\"gtsrb\"", "\"transforms\":[]", "\"choices\":[[1],[2]]"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Safetensors_Mutated_IsReadOrRefused()
    {
        byte[] header = Encoding.UTF8.GetBytes(Header), whole = FileOf(header, 72);
        string path = Path.Combine(_folder.Root, "mutated.safetensors");
        MutationRun.Of(
            m => Written(path, m.Next(2) == 0 ? m.Apply(whole) : FileOf(m.Apply(header), 72)),
            _ => Safetensors.Read(path),
            error => error is CheckpointException { FilePath: var told } && told == path,
            words: JsonWords);
    }

    [Fact]
    public void Checkpoint_Mutated_IsLoadedOrRefused()
    {
        JsonObject header = HeaderOf(File.ReadAllBytes(new RunFolder(SmallCheckpoint.Write(Path.Combine(_folder.Root, "run"), "cnn")).Model), out byte[] data);
        string path = Path.Combine(_folder.Root, "mutated.safetensors"), options = (string)header["__metadata__"]!["options"]!;
        MutationRun.Of(
            m =>
            {
                string entry = header.Select(p => p.Key).Skip(1).ElementAt(m.Next(header.Count - 1));
                JsonObject broken = header.DeepClone().AsObject();
                if (m.Next(8) > 0)
                {
                    broken["__metadata__"]!["options"] = m.Apply(options);
                }
                else
                {
                    (broken[entry], broken[$"{entry}."]) = (null, broken[entry]!.DeepClone());
                    broken.Remove(entry);
                }

                return Written(path, [.. FileOf(Encoding.UTF8.GetBytes(broken.ToJsonString()), 0), .. data]);
            },
            _ => TrainedModel.Load(path, null, "cpu", 1).Dispose(),
            IsOurs,
            words: OptionWords);
    }

    [Fact]
    public void Report_OfAMutatedRun_IsWrittenOrRefused()
    {
        string good = SmallCheckpoint.Write(Path.Combine(_folder.Root, "good"), "stn"), bad = SmallCheckpoint.Write(Path.Combine(_folder.Root, "bad"), "stn");
        var (model, summary) = (new RunFolder(bad).Model, new RunFolder(bad).Summary);
        JsonObject header = HeaderOf(File.ReadAllBytes(model), out byte[] data);
        string log = """{"epoch":1,"train_loss":1.5,"train_accuracy":50,"test_loss":null,"test_accuracy":51.25,"seconds":1,"images_per_second":1000,"learning_rate":0.001,"transforms":[{"path":"","zoom":1,"rotation_degrees":2.5,"in_view":0.5,"determinant":1,"choices":[[1,0,0,0,1,0]]}]}""";
        byte[] whole = Encoding.UTF8.GetBytes("""{"options":{"model":"stn"},"seed":1,"device":"cpu: some","commit":"abc","finished":"2026-11-26T12:00:00Z","parameters":27360,"seconds":1.5}""");
        RunRecord other = RunRecord.Read(good);
        MutationRun.Of(
            m =>
            {
                bool inLog = m.Next(2) == 0;
                header["__metadata__"]!["log"] = inLog ? m.Apply($"{log}\n{log}\n") : log;
                File.WriteAllBytes(model, [.. FileOf(Encoding.UTF8.GetBytes(header.ToJsonString()), 0), .. data]);
                return Written(summary, inLog ? whole : m.Apply(whole));
            },
            _ => ComparisonPage.Write([other, RunRecord.Read(bad)]),
            IsOurs,
            words: [.. OptionWords, "\"finished\":", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\n"]);
    }

    private static bool IsOurs(Exception error) => error is CheckpointException or UserException or DatasetException;

    private static byte[] Written(string path, byte[] content)
    {
        File.WriteAllBytes(path, content);
        return content;
    }

    private static byte[] FileOf(byte[] header, int dataBytes)
    {
        byte[] length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        return [.. length, .. header, .. new byte[dataBytes]];
    }

    private static JsonObject HeaderOf(byte[] file, out byte[] data)
    {
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        data = file[(sizeof(ulong) + length)..];
        return JsonNode.Parse(file.AsSpan(sizeof(ulong), length))!.AsObject();
    }
}
