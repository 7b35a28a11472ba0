using StnEngine.Layers;
using StnEngine.Transformations;

namespace Stn.Models;

internal static class ClassifierFactory
{
    // The paper's networks, by what they are made of.
    private static readonly Dictionary<string, (bool Convolutional, TransformationKind? Kind)> PaperModels = Papers();

    /// <summary>Every model there is.</summary>
    public static string[] Names => ["stn", "cnn", .. PaperModels.Keys];

    /// <summary>Builds a model by the name that <c>--model</c> takes.</summary>
    public static Classifier Create(string model, ModuleContext context, int channels, int size, int classes) => model switch
    {
        "stn" => new TutorialStn(context, channels, size, classes),
        "cnn" => new TutorialCnn(context, channels, size, classes),
        _ when PaperNetworkOf(model, context, size, classes) is { } network => channels == 1
            ? network
            : throw new UserException($"'{model}' takes images of one channel; these have {channels}."),
        _ => throw new UserException($"Unknown model '{model}'. Use {string.Join(", ", Names)}."),
    };

    private static PaperNetwork? PaperNetworkOf(string model, ModuleContext context, int size, int classes) =>
        PaperModels.TryGetValue(model, out (bool Convolutional, TransformationKind? Kind) paper) ? new PaperNetwork(context, paper.Convolutional, paper.Kind, size, classes) : null;

    private static Dictionary<string, (bool Convolutional, TransformationKind? Kind)> Papers()
    {
        var papers = new Dictionary<string, (bool Convolutional, TransformationKind? Kind)>();
        foreach ((string classifier, bool convolutional) in new[] { ("fcn", false), ("cnn", true) })
        {
            papers.Add($"paper-{classifier}", (convolutional, null));
            foreach (TransformationKind kind in Enum.GetValues<TransformationKind>())
            {
                string family = kind == TransformationKind.ThinPlateSpline ? "tps" : kind.ToString().ToLowerInvariant();
                papers.Add($"paper-st-{classifier}-{family}", (convolutional, kind));
            }
        }

        return papers;
    }
}
