using Stn.Training;

namespace Stn.Experiments;

/// <summary>A table of models by data sets.</summary>
/// <param name="Name">What is typed, and how its files are called.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Cells">What it is made of, row by row within each column.</param>
/// <param name="Pairs">Models that are compared: without a transformer, and with one.</param>
/// <param name="TestDraws">How often each test image is drawn; more than once only where it is distorted.</param>
internal sealed record Experiment(string Name, string Title, IReadOnlyList<CellPlan> Cells, IReadOnlyList<(string Plain, string Transformed)> Pairs, int TestDraws)
{
    /// <summary>Every experiment there is.</summary>
    public static IReadOnlyList<Experiment> All { get; } = [TableOne(), Tutorial("mnist", 1.74, 20), Tutorial("cifar10", 42.69, 50), TrafficSigns()];

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

        static TrainOptions Recipe(string dataset, string distort, string model) => new()
        {
            Dataset = dataset,
            Distort = distort,
            Model = model,
            Epochs = 30,
            BatchSize = 128,
            Optimizer = "adam",
            LearningRate = 0.003f,
            LocLearningRate = 1,
            Seed = 1,
        };
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
}
