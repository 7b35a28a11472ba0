using System.Text;
using System.Text.Json;

namespace Stn.Training;

/// <summary>A line of <c>log.jsonl</c>. Accuracies are in percent; images a second are training images over training seconds.</summary>
internal sealed record EpochResult(
    int Epoch, double TrainLoss, double TrainAccuracy, double TestLoss, double TestAccuracy, double Seconds, double ImagesPerSecond, double LearningRate,
    TransformStatistics? Transform = null)
{
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", Epoch);
            Write(json, "train_loss", TrainLoss, 6);
            Write(json, "train_accuracy", TrainAccuracy, 4);
            Write(json, "test_loss", TestLoss, 6);
            Write(json, "test_accuracy", TestAccuracy, 4);
            Write(json, "seconds", Seconds, 3);
            Write(json, "images_per_second", ImagesPerSecond, 1);
            Write(json, "learning_rate", LearningRate, 9);
            Transform?.Write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static EpochResult FromJson(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement e = document.RootElement;
        return new EpochResult(
            e.GetProperty("epoch").GetInt32(), Read(e, "train_loss"), Read(e, "train_accuracy"), Read(e, "test_loss"), Read(e, "test_accuracy"),
            Read(e, "seconds"), Read(e, "images_per_second"), Read(e, "learning_rate"), TransformStatistics.Read(e));
    }

    // JSON has no NaN: a loss that is none is written as null.
    private static void Write(Utf8JsonWriter json, string name, double value, int digits)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, Math.Round(value, digits));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static double Read(JsonElement e, string name) => e.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : double.NaN;
}
