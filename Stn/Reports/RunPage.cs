using System.Globalization;
using Stn.Reports.Sections;
using Stn.Training;

namespace Stn.Reports;

/// <summary>The page about a run.</summary>
internal static class RunPage
{
    /// <summary>Writes it, in one file.</summary>
    public static string Write(RunReport report) => Page.Write(TitleOf(report.Facts.Options), Below(report.Facts), Sections(report));

    /// <summary>Its parts; those of transformers are left out where there are none.</summary>
    public static IReadOnlyList<PageSection> Sections(RunReport report) =>
        [ResultSection.Of(report), CurveSections.Curves(report), .. Optional(CurveSections.Monitor(report)), .. Seen(report), RunSection.Of(report)];

    /// <summary>Those that show images and answers.</summary>
    public static IReadOnlyList<PageSection> Seen(RunReport report) =>
    [
        .. Optional(FramesSection.Of(report)), SampleSections.Samples(report), ConfusionSection.Of(report), SampleSections.Mistakes(report), SampleSections.Explanations(report),
    ];

    public static string TitleOf(TrainOptions options) => options.Distort == "none" ? $"{options.Model} on {options.Dataset}" : $"{options.Model} on {options.Dataset}, {options.Distort}";

    public static string Below(RunFacts facts) => string.Create(
        CultureInfo.InvariantCulture, $"{facts.Name} · seed {facts.Options.Seed} · {facts.Origin.Device} · commit {facts.Origin.Commit}{(facts.Origin.Finished is { } at ? $" · {at:yyyy-MM-dd}" : string.Empty)}");

    private static PageSection[] Optional(PageSection? section) => section is null ? [] : [section];
}
