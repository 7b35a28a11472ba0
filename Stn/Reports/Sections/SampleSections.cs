using System.Globalization;
using System.Text;
using Stn.Web;

namespace Stn.Reports.Sections;

/// <summary>Test images: of every class before and after, those that were mistaken, and what spoke for the answers.</summary>
internal static class SampleSections
{
    public static PageSection Samples(RunReport report)
    {
        bool transforms = report.Samples.Any(s => s.Looks.Count > 0);
        var html = new StringBuilder(transforms
            ? "<p class=\"quiet\">Left a test image with the frame that is sampled, its top edge in orange; right what the classifier sees of it.</p>\n"
            : "<p class=\"quiet\">Test images as the network gets them: it has no transformer that looks at them.</p>\n");
        html.Append("<div class=\"samples\">\n");
        foreach (Sample sample in report.Samples)
        {
            html.Append(SampleFigure.Of(sample, report.ClassNames[sample.Label]));
        }

        return new PageSection("samples", transforms ? "Before and after" : "Test images", html.Append("</div>\n").ToString());
    }

    public static PageSection Mistakes(RunReport report)
    {
        if (report.Findings.Mistakes.Count == 0)
        {
            return new PageSection("mistakes", "Most confident mistakes", "<p>None: every test image was given its class.</p>\n");
        }

        var html = new StringBuilder("<div class=\"samples\">\n");
        foreach (Mistake mistake in report.Findings.Mistakes)
        {
            html.Append(SampleFigure.Of(
                mistake.Sample,
                $"{report.ClassNames[mistake.Answer]}? {Percent(mistake.Probability)}",
                $"is {report.ClassNames[mistake.Sample.Label]} ({Percent(mistake.ProbabilityOfLabel)})"));
        }

        return new PageSection("mistakes", "Most confident mistakes", html.Append("</div>\n").ToString());
    }

    public static PageSection Explanations(RunReport report)
    {
        const string Title = "What spoke for the answer";
        if (report.WhyNotExplained is { } why)
        {
            return new PageSection("heat", Title, $"<p class=\"quiet\">{Html.Escape(why)}</p>\n");
        }

        var html = new StringBuilder("<p class=\"quiet\">Grad-CAM: the lighter the colour, the more the classifier's last convolution found there that speaks for the class. On the input it is carried back through the transformer.</p>\n");
        html.Append("<div class=\"slider\"><label>heat <input type=\"range\" class=\"heat\" min=\"0\" max=\"1\" step=\"0.05\" value=\"1\"></label></div>\n<div class=\"samples large\">\n");
        foreach (ExplainedSample explained in report.Explanations)
        {
            html.Append(SampleFigure.Of(Drawings(explained), $"{report.ClassNames[explained.Answer]} {Percent(explained.Probability)}", Truth(report, explained)));
        }

        return new PageSection("heat", Title, html.Append("</div>\n").ToString());
    }

    // Each transformer has its own heat on the input.
    private static string Drawings(ExplainedSample explained)
    {
        Sample sample = explained.Sample;
        return sample.Looks.Count == 0
            ? LookDrawing.Input(sample.Input, [], explained.OnInput[0])
            : string.Concat(sample.Looks.Select((l, i) => LookDrawing.Input(sample.Input, [l.Frame], explained.OnInput[i]) + LookDrawing.Output(l.Output, i, explained.OnOutput)));
    }

    private static string Truth(RunReport report, ExplainedSample explained) =>
        explained.Answer == explained.Sample.Label ? "right" : $"is {report.ClassNames[explained.Sample.Label]}";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");
}
