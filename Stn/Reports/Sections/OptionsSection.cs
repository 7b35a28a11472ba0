using Stn.Training;
using Stn.Web;

namespace Stn.Reports.Sections;

/// <summary>In which options several runs differ.</summary>
internal static class OptionsSection
{
    /// <summary>A column for each run.</summary>
    public static PageSection Of(IReadOnlyList<string> names, IReadOnlyList<TrainOptions> runs)
    {
        Dictionary<string, string>[] options = [.. runs.Select(r => OptionRows.Of(r).ToDictionary(o => o.Name, o => o.Value))];
        string[] all = [.. options.SelectMany(o => o.Keys).Distinct()];
        string[] differ = [.. all.Where(o => options.Select(r => ValueOf(r, o)).Distinct().Count() > 1)];
        string same = string.Join(" ", all.Except(differ).Select(o => $"{o} {options[0][o]}"));
        return new PageSection(
            "options",
            "Options that differ",
            (differ.Length == 0 ? "<p>None.</p>\n" : PageTable.Write(["option", .. names], differ.Select(o => (IReadOnlyList<string>)[o, .. options.Select(r => ValueOf(r, o))]), "wide"))
            + $"<p class=\"quiet same\">The same in all: {Html.Escape(same)}</p>\n");
    }

    private static string ValueOf(Dictionary<string, string> options, string option) => options.GetValueOrDefault(option, "-");
}
