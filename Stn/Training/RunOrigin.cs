using System.Text.Json;
using StnEngine.Kernels;

namespace Stn.Training;

/// <summary>What a summary keeps of where a run comes from, for reports that are made later.</summary>
/// <param name="Device">The name of the device that trained it.</param>
/// <param name="Commit">The program's revision.</param>
/// <param name="Finished">When it came to its end, in universal time; null where it has not.</param>
internal sealed record RunOrigin(string Device, string Commit, DateTime? Finished)
{
    private const string DeviceKey = "device", CommitKey = "commit", FinishedKey = "finished", NotKept = "not kept";
    private const int MostBytes = 1 << 20;

    /// <summary>Of a run that ends now.</summary>
    public static RunOrigin Now(Device device) => new($"{device.Spec}: {device.Name}", BuildCommit.Name, DateTime.UtcNow);

    /// <summary>Reads a summary, one of an earlier version too.</summary>
    /// <param name="path">The file; where there is none the run is not finished.</param>
    /// <exception cref="UserException">The file holds something else.</exception>
    public static RunOrigin Read(string path)
    {
        if (!File.Exists(path))
        {
            return new RunOrigin(NotKept, NotKept, null);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(UserFile.Read(path, MostBytes));
            JsonElement root = document.RootElement;
            return new RunOrigin(
                Text(root, DeviceKey), Text(root, CommitKey), root.TryGetProperty(FinishedKey, out JsonElement at) && at.TryGetDateTime(out DateTime time) ? time.ToUniversalTime() : File.GetLastWriteTimeUtc(path));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new UserException($"'{path}' is no summary of a run: {e.Message} Move it away.", e);
        }
    }

    /// <summary>Writes it into an object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteString(DeviceKey, Device);
        json.WriteString(CommitKey, Commit);
        if (Finished is { } time)
        {
            json.WriteString(FinishedKey, time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static string Text(JsonElement root, string key) => root.TryGetProperty(key, out JsonElement value) ? value.GetString() ?? NotKept : NotKept;
}
