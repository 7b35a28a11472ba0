using System.Text;
using System.Text.Json;

namespace Stn.Training;

/// <summary>A line of <c>log.jsonl</c>. Accuracies are in percent; images a second are training images over training seconds.</summary>
internal sealed record EpochResult(
    int Epoch, double TrainLoss, double TrainAccuracy, double TestLoss, double TestAccuracy, double Seconds, double ImagesPerSecond, double LearningRate,
    IReadOnlyList<TransformStatistics> Transforms)
{
    /// <summary>Digits behind the point that a log keeps of a loss.</summary>
    public const int LossDigits = 6;

    private const string TransformsKey = "transforms", LeftOutKey = "batches_left_out";

    /// <summary>Batches that nothing was learnt from, because they led to NaN or infinity; see <see cref="NonFinitePolicy"/>.</summary>
    public int LeftOut { get; init; }

    /// <summary>What was wrong with the first of them; not in the log. Null for none.</summary>
    public string? LeftOutBecause { get; init; }

    /// <summary>The epoch as it will be read from a log, which rounds: a report is the same whether a run was resumed or not.</summary>
    public EpochResult Logged() => FromJson(ToJson());

    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", Epoch);
            JsonNumber.Write(json, "train_loss", TrainLoss, LossDigits);
            JsonNumber.Write(json, "train_accuracy", TrainAccuracy, 4);
            JsonNumber.Write(json, "test_loss", TestLoss, LossDigits);
            JsonNumber.Write(json, "test_accuracy", TestAccuracy, 4);
            JsonNumber.Write(json, "seconds", Seconds, 3);
            JsonNumber.Write(json, "images_per_second", ImagesPerSecond, 1);
            JsonNumber.Write(json, "learning_rate", LearningRate, 9);
            if (LeftOut > 0)
            {
                json.WriteNumber(LeftOutKey, LeftOut);
            }

            if (Transforms.Count > 0)
            {
                json.WriteStartArray(TransformsKey);
                foreach (TransformStatistics transform in Transforms)
                {
                    transform.Write(json);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static EpochResult FromJson(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement e = document.RootElement;
        return new EpochResult(
            e.GetProperty("epoch").GetInt32(), JsonNumber.Read(e, "train_loss"), JsonNumber.Read(e, "train_accuracy"), JsonNumber.Read(e, "test_loss"), JsonNumber.Read(e, "test_accuracy"),
            JsonNumber.Read(e, "seconds"), JsonNumber.Read(e, "images_per_second"), JsonNumber.Read(e, "learning_rate"),
            e.TryGetProperty(TransformsKey, out JsonElement transforms) ? [.. transforms.EnumerateArray().Select(TransformStatistics.Read)] : [])
        {
            LeftOut = e.TryGetProperty(LeftOutKey, out JsonElement leftOut) ? leftOut.GetInt32() : 0,
        };
    }
}
