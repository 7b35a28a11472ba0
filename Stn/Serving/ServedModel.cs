using System.Text.Json;
using Stn.Training;

namespace Stn.Serving;

/// <summary>The model behind the page: one that is ready, or how far its training is.</summary>
internal sealed class ServedModel : IDisposable
{
    private const int RetrySeconds = 2;
    private volatile ModelWorker? _worker;
    private volatile TrainingProgress? _training;

    /// <summary>The model's thread.</summary>
    /// <exception cref="RequestException">It is not ready yet.</exception>
    public ModelWorker Worker => _worker ?? throw RequestException.Busy($"The model is not ready yet: {State}. GET /api/model tells how far it is.", RetrySeconds);

    private string State => _training is { } training ? FormattableString.Invariant($"epoch {training.Epoch} of {training.Epochs} is being trained") : "its training begins";

    /// <summary>Takes note of how far the training is.</summary>
    public void Report(TrainingProgress training) => _training = training;

    /// <summary>Takes a model, which is disposed with this.</summary>
    public void Use(ModelWorker worker) => _worker = worker;

    /// <summary>Writes <c>{ready, ...}</c>: the model's description, or <c>training</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ModelWorker? worker = _worker;
        json.WriteStartObject();
        json.WriteBoolean("ready", worker is not null);
        if (worker is not null)
        {
            worker.Description.WriteMembers(json);
        }
        else
        {
            WriteTraining(json, _training);
        }

        json.WriteEndObject();
    }

    public void Dispose() => _worker?.Dispose();

    private static void WriteTraining(Utf8JsonWriter json, TrainingProgress? training)
    {
        json.WriteStartObject("training");
        json.WriteNumber("epoch", training?.Epoch ?? 0);
        json.WriteNumber("epochs", training?.Epochs ?? 0);
        JsonNumber.Write(json, "done", training?.Done ?? 0, 4);
        JsonNumber.Write(json, "test_accuracy", training?.TestAccuracy ?? double.NaN, 2);
        json.WriteEndObject();
    }
}
