using System.Text.Json;
using System.Text.Json.Serialization;

namespace Stn.Reports.Live;

/// <summary>Something that pages are told.</summary>
/// <param name="Name"><c>hello</c> to a page that begins to listen, <c>report</c> when parts have changed, <c>progress</c> within an epoch, <c>end</c>.</param>
internal sealed record LiveEvent([property: JsonIgnore] string Name)
{
    /// <summary>Of the page: one that has another lacks something.</summary>
    public int? Version { get; init; }

    /// <summary>Parts that have changed.</summary>
    public string[]? Sections { get; init; }

    public int? Epoch { get; init; }

    public int? Epochs { get; init; }

    /// <summary>Images of the epoch that are done.</summary>
    public long? Done { get; init; }

    /// <summary>Images of the epoch.</summary>
    public long? Total { get; init; }

    public string? Message { get; init; }

    /// <summary>As it is sent: see <c>text/event-stream</c> in the HTML standard.</summary>
    public string ToText() => $"event: {Name}\ndata: {JsonSerializer.Serialize(this, LiveEventJson.Default.LiveEvent)}\n\n";
}

[JsonSerializable(typeof(LiveEvent))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class LiveEventJson : JsonSerializerContext;
