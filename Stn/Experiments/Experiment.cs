using Stn.Terminal;
using Stn.Training;
using StnEngine.Datasets;

namespace Stn.Experiments;

/// <summary>A table of models by data sets.</summary>
/// <param name="Name">What is typed, and how its files are called.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Cells">What it is made of, row by row within each column.</param>
/// <param name="Pairs">Models that are compared: without a transformer, and with one.</param>
/// <param name="TestDraws">How often each test image is drawn; more than once only where it is distorted.</param>
internal sealed record Experiment(string Name, string Title, IReadOnlyList<CellPlan> Cells, IReadOnlyList<(string Plain, string Transformed)> Pairs, int TestDraws)
{
    /// <summary>What fills a cell.</summary>
    public Func<ExperimentSettings, ProgressLine, ICellRun> Runner { get; init; } = (settings, progress) => new CellRun(settings, progress);

    /// <summary>What the percentage in a cell is, less being better.</summary>
    public string Figure { get; init; } = "error";

    /// <summary>Gives that percentage for a trained model, on the test images; null for wrong answers.</summary>
    public Func<TrainingSession, ImageSet, double>? Measure { get; init; }

    /// <summary>Every experiment there is.</summary>
    public static IReadOnlyList<Experiment> All { get; } = [TableOne(), Tutorial("mnist", 1.74, 20), Tutorial("cifar10", 42.69, 50), TrafficSigns(), Cluttered(), Addition(), Colocalisation(), Comparison(), Explanations()];

    public static string[] Names => [.. All.Select(e => e.Name)];

    public static Experiment Named(string name) => All.Single(e => e.Name == name);

    /// <summary>Rows in their order.</summary>
    public IReadOnlyList<string> Models => [.. Cells.Select(c => c.Model).Distinct()];

    /// <summary>Columns in their order.</summary>
    public IReadOnlyList<string> Columns => [.. Cells.Select(c => c.Column).Distinct()];

    // Jaderberg et al. 2015, table 1, left: error on distorted MNIST.
    private static Experiment TableOne()
    {
        (string Model, string Name, double[] Published)[] rows =
        [
            ("FCN", "paper-fcn", [2.1, 5.2, 3.1, 3.2]),
            ("CNN", "paper-cnn", [1.2, 0.8, 1.5, 1.4]),
            ("ST-FCN affine", "paper-st-fcn-affine", [1.2, 0.8, 1.5, 2.7]),
            ("ST-FCN projective", "paper-st-fcn-projective", [1.3, 0.9, 1.4, 2.6]),
            ("ST-FCN thin-plate spline", "paper-st-fcn-tps", [1.1, 0.8, 1.4, 2.4]),
            ("ST-CNN affine", "paper-st-cnn-affine", [0.7, 0.5, 0.8, 1.2]),
            ("ST-CNN projective", "paper-st-cnn-projective", [0.8, 0.6, 0.8, 1.3]),
            ("ST-CNN thin-plate spline", "paper-st-cnn-tps", [0.7, 0.5, 0.8, 1.1]),
        ];
        string[] columns = ["R", "RTS", "P", "E"];
        var cells = new List<CellPlan>();
        for (int column = 0; column < columns.Length; column++)
        {
            cells.AddRange(rows.Select(row => new CellPlan(row.Model, columns[column], Recipe("mnist", columns[column], row.Name), row.Published[column])));
        }

        return new Experiment(
            "table1", "Error in percent on distorted MNIST, as in table 1 of the spatial transformer paper", cells, [("FCN", "ST-FCN affine"), ("CNN", "ST-CNN affine")], TestDraws: 5);

        static TrainOptions Recipe(string dataset, string distort, string model) =>
            new GivenOptions(Dataset: dataset, Distort: distort, Model: model, Epochs: 30, BatchSize: 128, LearningRate: 0.003f).Resolve();
    }

    // The published figure is that of the network with the transformer, after its last epoch.
    private static Experiment Tutorial(string dataset, double published, int epochs)
    {
        TrainOptions recipe = new GivenOptions(Dataset: dataset, Epochs: epochs).Resolve();
        return new Experiment(
            dataset,
            $"Error in percent on {dataset}: the tutorial's network with and without its transformer",
            [new("CNN", "clean", recipe with { Model = "cnn" }, null), new("STN", "clean", recipe with { Model = "stn" }, published)],
            [("CNN", "STN")],
            TestDraws: 1);
    }

    // What was published is of networks eighty times as large on all of the images: 99.67 % with two transformers, 98.85 % without.
    private static Experiment TrafficSigns()
    {
        TrainOptions recipe = new GivenOptions(Dataset: "gtsrb", Epochs: 15, BatchSize: 50, Optimizer: "adam", LearningRate: 0.002f).Resolve();
        return new Experiment(
            "gtsrb",
            "Error in percent on German traffic signs: a small network without, with one and with two transformers",
            [
                new("CNN", "48x48", recipe with { Model = "gtsrb-small" }, 1.15),
                new("ST-CNN", "48x48", recipe with { Model = "gtsrb-small-st" }, null),
                new("2ST-CNN", "48x48", recipe with { Model = "gtsrb-small-2st" }, 0.33),
            ],
            [("CNN", "ST-CNN"), ("CNN", "2ST-CNN")],
            TestDraws: 1);
    }

    // Jaderberg et al. 2015, section 4.1, has 3.5 and 1.7; Lasagne's recipe, whose network this is, 3.76.
    private static Experiment Cluttered()
    {
        TrainOptions recipe = ClutteredRecipe(30);
        return new Experiment(
            "cluttered",
            "Error in percent on MNIST digits anywhere on 60x60, in clutter",
            [new("CNN", "TC", recipe with { Model = "cluttered-cnn" }, 3.5), new("ST-CNN", "TC", recipe with { Model = "cluttered-st-cnn" }, 3.76)],
            [("CNN", "ST-CNN")],
            TestDraws: 5);
    }

    private static Experiment Explanations()
    {
        TrainOptions recipe = ClutteredRecipe(15);
        return new Experiment(
            "gradcam",
            "Grad-CAM's heat in percent that lies beside the digit, on MNIST digits anywhere on 60x60, in clutter",
            [new("CNN", "TC", recipe with { Model = "cluttered-cnn" }, null), new("ST-CNN", "TC", recipe with { Model = "cluttered-st-cnn" }, null)],
            [("CNN", "ST-CNN")],
            TestDraws: 1)
        { Figure = "heat beside the digit", Measure = HeatBesideDigits.Percent };
    }

    private static TrainOptions ClutteredRecipe(int epochs) =>
        new GivenOptions(Dataset: "mnist", Distort: "TC", Epochs: epochs, BatchSize: 128, LearningRate: 0.002f, LocLearningRate: 0.3f).Resolve();

    // Jaderberg et al. 2015, table 3.
    private static Experiment Addition()
    {
        TrainOptions recipe = new GivenOptions(Dataset: "mnist", Distort: "addition", Epochs: 30, BatchSize: 128, LearningRate: 0.003f, LocLearningRate: 0.2f).Resolve();
        return new Experiment(
            "addition",
            "Error in percent on the sum of two MNIST digits, each turned, scaled and misplaced in a channel of its own",
            [
                new("CNN", "addition", recipe with { Model = "addition-cnn" }, 14.7),
                new("ST-CNN", "addition", recipe with { Model = "addition-st-cnn" }, 18.5),
                new("2ST-CNN", "addition", recipe with { Model = "addition-2st-cnn" }, 5.8),
            ],
            [("CNN", "2ST-CNN"), ("ST-CNN", "2ST-CNN")],
            TestDraws: 5);
    }

    // Jaderberg et al. 2015, appendix A.2: all of them without clutter.
    private static Experiment Colocalisation()
    {
        TrainOptions recipe = new GivenOptions(Dataset: "mnist", Model: "colocaliser", Epochs: 400, BatchSize: 100, Optimizer: "adam", LearningRate: 0.002f).Resolve();
        return new Experiment(
            "colocalisation",
            "Windows in percent that miss the digit that 100 images of 84x84 have in common, which nobody named; mean over the ten digits",
            [new("transformer", "alone", recipe, 0), new("transformer", ColocalisationRun.WithClutter, recipe, null)],
            [],
            TestDraws: 1)
        { Figure = "missed", Runner = (settings, progress) => new ColocalisationRun(settings, progress) };
    }

    // As published, where the test set chose the epoch and the networks were of unequal size, and beside it a fair comparison.
    private static Experiment Comparison()
    {
        TrainOptions published = new GivenOptions(Dataset: "mnist", Distort: "wide", Epochs: 60, BatchSize: 256, LearningRate: 0.001f, Schedule: "plateau").Resolve();
        TrainOptions fair = new GivenOptions(Dataset: "mnist", Distort: "wide", Epochs: 15, BatchSize: 128, LearningRate: 0.002f).Resolve();
        return new Experiment(
            "stn-vs-cnn",
            "Error in percent on MNIST digits turned, scaled and shifted on 80x80: as published, where the test set chose the epoch, and with equally many parameters",
            [
                new("CNN", "published", published with { Model = "wide-cnn" }, 3.81, TestChooses: true),
                new("ST-CNN", "published", published with { Model = "wide-st-cnn" }, 1.63, TestChooses: true),
                new("CNN", "fair", fair with { Model = "wide-cnn-matched" }, null, Seeds: 3),
                new("ST-CNN", "fair", fair with { Model = "wide-st-cnn-matched" }, null, Seeds: 3),
            ],
            [("CNN", "ST-CNN")],
            TestDraws: 1);
    }
}
