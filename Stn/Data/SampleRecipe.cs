using StnEngine.Datasets;
using StnEngine.Datasets.Scenes;

namespace Stn.Data;

/// <summary>What a `--distort` stands for: how samples are made of a set's images.</summary>
/// <param name="Name">What is typed.</param>
/// <param name="Meaning">For help: goes on after the name.</param>
internal sealed record SampleRecipe(string Name, string Meaning)
{
    /// <summary>Every recipe there is.</summary>
    public static IReadOnlyList<SampleRecipe> All { get; } =
    [
        new("none", "leaves images as they are"),
        new("R", "turns by up to 90 degrees") { Distort = (h, w) => Distorter.Create(Distortion.Rotation, h, w) },
        new("RTS", "turns by up to 45, scales and places on a canvas half as large again") { Distort = (h, w) => Distorter.Create(Distortion.RotationTranslationScale, h, w) },
        new("P", "moves corners") { Distort = (h, w) => Distorter.Create(Distortion.Projective, h, w) },
        new("E", "bends") { Distort = (h, w) => Distorter.Create(Distortion.Elastic, h, w) },
        new("wide", "turns, scales and moves on a canvas of 80 pixels for each 28") { Distort = (h, w) => Distorter.Create(Distortion.Wide, h, w) },
        new("TC", "places on a canvas of 60 pixels for each 28, among pieces of other images") { Compose = (h, w) => new ClutterComposer(h * 15 / 7, w * 15 / 7) },
        new("addition", "shows two digits in two channels, each as in RTS, and asks for their sum")
        {
            Compose = (h, w) => new AdditionComposer(Distorter.Create(Distortion.RotationTranslationScale, h, w)),
        },
    ];

    public static string[] Names => [.. All.Select(r => r.Name)];

    /// <summary>All recipes in a sentence.</summary>
    public static string Help => string.Join("; ", All.Select(r => $"{r.Name} {r.Meaning}"));

    /// <summary>Whether images reach the network as they are.</summary>
    public bool IsPlain => Distort is null && Compose is null;

    private Func<int, int, Distorter>? Distort { get; init; }

    private Func<int, int, SceneComposer>? Compose { get; init; }

    /// <summary>The recipe of that name.</summary>
    /// <exception cref="UserException">There is none.</exception>
    public static SampleRecipe Named(string name) =>
        All.FirstOrDefault(r => r.Name == name) ?? throw new UserException($"Unknown distortion '{name}'. Use {string.Join(", ", Names)}.");

    /// <summary>What becomes of a set's images.</summary>
    /// <param name="set">Any images of the set; none will do to learn what samples are like.</param>
    /// <exception cref="UserException">The recipe wants other images, or more of them.</exception>
    public SampleForm For(ImageSet set)
    {
        Distorter? distorter = Distort?.Invoke(set.Height, set.Width);
        SceneComposer? composer = Compose?.Invoke(set.Height, set.Width);
        return composer?.ProblemWith(set) is { } problem
            ? throw new UserException($"--distort {Name}: {problem}. Choose another --dataset or --distort.")
            : new SampleForm(
                distorter,
                composer,
                composer?.Channels ?? set.Channels,
                composer?.Height ?? distorter?.CanvasHeight ?? set.Height,
                composer?.ClassNamesOf(set) ?? set.ClassNames);
    }
}
