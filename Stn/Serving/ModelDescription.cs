using System.Text.Json;
using Stn.Evaluation;
using Stn.Explanations;
using Stn.Models;

namespace Stn.Serving;

/// <summary>What a page or program must know of a model before it asks.</summary>
/// <param name="Name">As <c>--model</c> takes it.</param>
/// <param name="Dataset">What it was trained on.</param>
/// <param name="Distort">And how that was distorted.</param>
/// <param name="ClassNames">By label.</param>
/// <param name="Size">Side of what it sees.</param>
/// <param name="PictureSize">Side of the square in the middle of that on which pictures are laid.</param>
/// <param name="KeepsShape">Whether what is no square is laid on a black one; otherwise it is stretched.</param>
/// <param name="Channels">1 for grey, 3 for colour.</param>
/// <param name="Parameters">Numbers that it learned.</param>
/// <param name="Transformers">Path and family of each.</param>
/// <param name="Explains">Whether Grad-CAM can be had.</param>
/// <param name="Device">Where it runs.</param>
internal sealed record ModelDescription(
    string Name, string Dataset, string Distort, IReadOnlyList<string> ClassNames, int Size, int PictureSize, bool KeepsShape, int Channels, int Parameters,
    IReadOnlyList<(string Path, string Family)> Transformers, bool Explains, string Device)
{
    public static ModelDescription Of(TrainedModel model) => new(
        model.Name,
        model.Options.FindDataset().ShortName,
        model.Options.Distort,
        model.ClassNames,
        model.Size,
        model.PictureSize,
        model.KeepsShape,
        model.Channels,
        model.Model.ParameterCount,
        [.. Models.Transformers.Of(model.Model).Select(t => (t.Path, TransformChoice.FamilyOf(t.Transformer)))],
        ForwardTrace.HasMaps(model.Model),
        $"{model.Device.Spec}: {model.Device.Name}");

    /// <summary>Writes into an object.</summary>
    public void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("name", Name);
        json.WriteString("dataset", Dataset);
        json.WriteString("distort", Distort);
        json.WriteStartArray("classes");
        foreach (string name in ClassNames)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteNumber("size", Size);
        json.WriteNumber("picture_size", PictureSize);
        json.WriteBoolean("keeps_shape", KeepsShape);
        json.WriteNumber("channels", Channels);
        json.WriteNumber("parameters", Parameters);
        json.WriteStartArray("transformers");
        foreach ((string path, string family) in Transformers)
        {
            json.WriteStartObject();
            json.WriteString("path", path);
            json.WriteString("family", family);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("explains", Explains);
        json.WriteString("device", Device);
    }
}
