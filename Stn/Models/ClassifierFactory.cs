using StnEngine.Layers;

namespace Stn.Models;

internal static class ClassifierFactory
{
    /// <summary>Builds a model by the name that <c>--model</c> takes.</summary>
    public static Classifier Create(string model, ModuleContext context, int channels, int size, int classes) => model switch
    {
        "stn" => new TutorialStn(context, channels, size, classes),
        "cnn" => new TutorialCnn(context, channels, size, classes),
        _ => throw new UserException($"Unknown model '{model}'. Use stn or cnn."),
    };
}
