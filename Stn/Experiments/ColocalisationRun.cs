using System.Diagnostics;
using Stn.Data;
using Stn.Pictures;
using Stn.Reports;
using Stn.Terminal;
using StnEngine.Datasets;
using StnEngine.Datasets.Png;
using StnEngine.Datasets.Scenes;
using StnEngine.Kernels;

namespace Stn.Experiments;

/// <summary>Fills a cell of co-localisation: for each digit a transformer learns to find it in 100 images, told only that they have something in common.</summary>
/// <remarks>
/// Jaderberg et al. 2015, section 4.4 and appendix A.2: what windows of two images show should be more alike, by a margin, than a window and a random
/// part of the same image. How alike is the squared distance of the features of a digit classifier, which is trained before and then left alone. A step
/// sees all images of a digit, so that it is an epoch.
/// </remarks>
internal sealed class ColocalisationRun(ExperimentSettings settings, ProgressLine progress) : ICellRun
{
    /// <summary>The column in which patches of other digits lie about.</summary>
    public const string WithClutter = "in clutter";

    private const int Canvas = 84, Images = 100, Patches = 16, ShownOfEach = 6;
    private const float LeastOverlap = 0.5f;

    /// <inheritdoc/>
    public FilledCell Run(Experiment experiment, CellPlan plan, ulong seed, double? secondsAtMost, CancellationToken stop)
    {
        if (secondsAtMost is not null)
        {
            throw new UserException($"{experiment.Name} cannot be shortened by --budget: its windows shrink on a schedule. Use --epochs, which are steps here.");
        }

        long start = Stopwatch.GetTimestamp();
        int steps = settings.Epochs ?? plan.Recipe.Epochs;
        ImageSet digits = plan.Recipe.FindDataset().Load(DataRoot.Resolve(settings.Data), DatasetSplit.Train);
        var composer = new ClutterComposer(Canvas, Canvas) { Patches = plan.Column == WithClutter ? Patches : 0 };
        using Device device = Devices.Open(settings.Device, settings.Threads);
        using var encoder = new TrainedEncoder(device, digits, seed, stop);
        var sheets = new List<ColocalisationSheet>();
        (int found, int parameters) = (0, 0);
        for (int digit = 0; digit < digits.ClassNames.Count; digit++)
        {
            using var search = new Colocalisation(device, encoder.Encoder, composer, digits, OfClass(digits, digit), seed, steps, plan.Recipe.LearningRate);
            for (int step = 0; step < steps; step++)
            {
                stop.ThrowIfCancellationRequested();
                search.Step(step);
            }

            int now = search.CountFound(LeastOverlap);
            progress.Line($"digit {digit}: {now} of {Images} found");
            found += now;
            parameters = search.Parameters;
            sheets.Add(search.Look(ShownOfEach, (byte)digit));
        }

        double error = 100 - (100.0 * found / (Images * digits.ClassNames.Count));
        var cell = new CellResult(
            plan.Model, plan.Column, seed, Math.Round(error, 3), plan.PublishedPercent, parameters, Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 1), steps);
        Picture sheet = Draw(sheets, digits.ClassNames, FormattableString.Invariant($"co-localisation, {plan.Column}: {experiment.Figure} {error:F1} %"));
        var details = new CellDetails(plan.Recipe with { Seed = seed, Epochs = steps }, [], seed == 1 ? [Section(sheet)] : []);
        return new FilledCell(cell, seed == 1 ? [sheet] : [], details);
    }

    private static int[] OfClass(ImageSet digits, int digit) => [.. Enumerable.Range(0, digits.Count).Where(i => digits.Labels[i] == digit).Take(Images)];

    private static PageSection Section(Picture sheet) => new(
        "windows", "Windows", $"<p><img alt=\"Images of each digit with the chosen window, and what it holds\" src=\"{PageImage.Of(PngPicture.Of(sheet.Image)).Address}\"></p>\n");

    private static Picture Draw(List<ColocalisationSheet> sheets, IReadOnlyList<string> classNames, string title) =>
        TransformSheet.Draw(
            new TransformSamples
            {
                Inputs = [.. sheets.SelectMany(s => s.Inputs)],
                Warped = [.. sheets.SelectMany(s => s.Windows)],
                Frames = [.. sheets.SelectMany(s => s.Frames)],
                Labels = [.. sheets.SelectMany(s => Enumerable.Repeat(s.Label, s.Frames.Length))],
                ClassNames = classNames,
                Channels = 1,
                Height = Canvas,
                Width = Canvas,
            },
            title);
}
