using System.Globalization;
using System.Text;
using Stn.Web;

namespace Stn.Reports.Sections;

/// <summary>How the frames moved, with a slider over the epochs.</summary>
internal static class FramesSection
{
    public static PageSection? Of(RunReport report)
    {
        if (report.Frames is not { } history)
        {
            return null;
        }

        int count = history.Epochs.Count;
        var html = new StringBuilder("<p class=\"quiet\">The same test images at every epoch: the frame that is sampled, its top edge in orange, and what comes out of it.</p>\n");
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"slider\"><button type=\"button\" class=\"play\" aria-label=\"Play\">▶</button><input type=\"range\" class=\"epoch\" min=\"0\" max=\"{count - 1}\" value=\"{count - 1}\" step=\"1\" aria-label=\"Epoch\" data-epochs=\"{string.Join(' ', history.Epochs)}\"><output>{Caption(history.Epochs[^1])}</output></div>\n<div class=\"samples large\">\n");
        foreach (FramedImage image in history.Images)
        {
            html.Append("<figure class=\"sample\"><div class=\"pair\">").Append(LookDrawing.Moving(image.Input, [.. image.Tracks.Select(t => t.Frames)]));
            foreach (FrameTrack track in image.Tracks)
            {
                html.Append(LookDrawing.Strip(track.Outputs, count));
            }

            html.Append("</div><figcaption><b>").Append(Html.Escape(report.ClassNames[image.Label])).Append("</b></figcaption></figure>\n");
        }

        return new PageSection("frames", "How the frames moved", html.Append("</div>\n").ToString());
    }

    private static string Caption(int epoch) => epoch == 0 ? "start" : FormattableString.Invariant($"epoch {epoch}");
}
