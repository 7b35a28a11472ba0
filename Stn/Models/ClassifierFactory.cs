using StnEngine.Layers;
using StnEngine.Transformations;

namespace Stn.Models;

/// <summary>Builds the models that <c>--model</c> names: from images <c>[N, channels, size, size]</c> to class scores <c>[N, classes]</c>.</summary>
internal static class ClassifierFactory
{
    private static readonly Dictionary<string, Builder> Models = All();

    private delegate Module Builder(ModuleContext context, int channels, int size, int classes, float startNoise);

    /// <summary>Every model there is.</summary>
    public static string[] Names => [.. Models.Keys];

    /// <summary>Builds a model by its name.</summary>
    /// <param name="model">One of <see cref="Names"/>.</param>
    /// <param name="context">Where it is being built.</param>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="size">Side of the images.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="startNoise">See <see cref="SpatialTransformer"/>; without effect where there is none.</param>
    public static Module Create(string model, ModuleContext context, int channels, int size, int classes, float startNoise = 0) =>
        Models.TryGetValue(model, out Builder? build)
            ? build(context, channels, size, classes, startNoise)
            : throw new UserException($"Unknown model '{model}'. Use {string.Join(", ", Names)}.");

    private static Dictionary<string, Builder> All()
    {
        var models = new Dictionary<string, Builder>
        {
            ["stn"] = (context, channels, size, classes, noise) => new TutorialStn(context, channels, size, classes, startNoise: noise),
            ["cnn"] = (context, channels, size, classes, _) => new TutorialCnn(context, channels, size, classes),
        };
        foreach ((string classifier, bool convolutional) in new[] { ("fcn", false), ("cnn", true) })
        {
            AddPaper(models, $"paper-{classifier}", new PaperDesign(convolutional));
            foreach (TransformationKind kind in Enum.GetValues<TransformationKind>())
            {
                string family = kind == TransformationKind.ThinPlateSpline ? "tps" : kind.ToString().ToLowerInvariant();
                AddPaper(models, $"paper-st-{classifier}-{family}", new PaperDesign(convolutional, kind));
            }
        }

        AddPaper(models, "paper-2st-cnn-parallel", new PaperDesign(true, TransformationKind.Affine, TransformerLayout.Parallel));
        AddPaper(models, "paper-2st-cnn-deep", new PaperDesign(true, TransformationKind.Affine, TransformerLayout.Deep));
        foreach ((string name, GtsrbWidths widths) in new[] { ("gtsrb", GtsrbWidths.Published), ("gtsrb-small", GtsrbWidths.Small) })
        {
            foreach ((string suffix, int transformers) in new[] { (string.Empty, 0), ("-st", 1), ("-2st", 2) })
            {
                models.Add(name + suffix, (context, channels, size, classes, noise) => GtsrbNetwork.Create(context, widths, transformers, channels, size, classes, noise));
            }
        }

        for (int i = 0; i <= 2; i++)
        {
            int transformers = i;
            models.Add(
                transformers == 0 ? "addition-cnn" : transformers == 1 ? "addition-st-cnn" : "addition-2st-cnn",
                (context, channels, size, classes, noise) => AdditionNetwork.Create(context, transformers, channels, size, classes, noise));
        }

        foreach (bool transformer in new[] { false, true })
        {
            string kind = transformer ? "st-cnn" : "cnn";
            models.Add($"cluttered-{kind}", (context, channels, size, classes, noise) => ClutteredNetwork.Create(context, transformer, channels, size, classes, noise));
            models.Add($"wide-{kind}", (context, channels, size, classes, noise) => WideNetwork.Create(context, transformer, false, channels, size, classes, noise));
            models.Add($"wide-{kind}-matched", (context, channels, size, classes, noise) => WideNetwork.Create(context, transformer, true, channels, size, classes, noise));
        }

        return models;
    }

    private static void AddPaper(Dictionary<string, Builder> models, string name, PaperDesign design) =>
        models.Add(name, (context, channels, size, classes, noise) => new PaperNetwork(context, design, new PaperWidths(channels, size, classes), noise));
}
