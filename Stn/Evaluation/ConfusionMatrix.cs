using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Stn.Evaluation;

/// <summary>How often images of each class (rows) were taken for each class (columns).</summary>
internal sealed class ConfusionMatrix(IReadOnlyList<string> classNames)
{
    // With more classes the columns' names would make lines of a thousand characters: numbers stand above them then.
    private const int MostNamedColumns = 16;

    private readonly long[,] _counts = new long[classNames.Count, classNames.Count];

    public long Total { get; private set; }

    public double Accuracy => Percent(Enumerable.Range(0, classNames.Count).Sum(c => _counts[c, c]), Total);

    public IReadOnlyList<string> ClassNames => classNames;

    /// <summary>How often images of a class were taken for a class.</summary>
    public long this[int label, int answer] => _counts[label, answer];

    public void Add(int label, int answer)
    {
        _counts[label, answer]++;
        Total++;
    }

    /// <summary>Accuracy, a table by class, and the matrix, for people.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        bool numbered = classNames.Count > MostNamedColumns;
        string[] rows = [.. classNames.Select((name, c) => numbered ? string.Create(CultureInfo.InvariantCulture, $"{c,3} {name}") : name)];
        int width = Math.Max(5, rows.Max(n => n.Length));
        text.AppendLine(CultureInfo.InvariantCulture, $"accuracy {Accuracy:F2} % of {Total} images").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"class".PadRight(width)} {"images",7} {"found",8} {"right",8}   (found: share of its images; right: share of the answers for it)");
        for (int c = 0; c < classNames.Count; c++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{rows[c].PadRight(width)} {Row(c),7} {Recall(c),6:F2} % {Precision(c),6:F2} %");
        }

        text.AppendLine().AppendLine("rows: the label, columns: the answer");
        string[] columns = [.. classNames.Select((name, c) => numbered ? c.ToString(CultureInfo.InvariantCulture) : name)];
        int columnWidth = numbered ? 5 : width;
        text.Append(new string(' ', width)).AppendJoin(null, columns.Select(n => " " + n.PadLeft(columnWidth))).AppendLine();
        for (int label = 0; label < classNames.Count; label++)
        {
            text.Append(rows[label].PadRight(width));
            for (int answer = 0; answer < classNames.Count; answer++)
            {
                text.Append(' ').Append(_counts[label, answer].ToString(CultureInfo.InvariantCulture).PadLeft(columnWidth));
            }

            text.AppendLine();
        }

        return text.ToString();
    }

    /// <summary>The same for programs: <c>accuracy, images, classes: [{name, images, recall, precision}], confusion</c>; shares in percent.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("accuracy", Math.Round(Accuracy, 4));
            json.WriteNumber("images", Total);
            json.WriteStartArray("classes");
            for (int c = 0; c < classNames.Count; c++)
            {
                json.WriteStartObject();
                json.WriteString("name", classNames[c]);
                json.WriteNumber("images", Row(c));
                json.WriteNumber("recall", Math.Round(Recall(c), 4));
                json.WriteNumber("precision", Math.Round(Precision(c), 4));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteMatrix(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static double Percent(long part, long whole) => whole == 0 ? 0 : 100.0 * part / whole;

    /// <summary>Images of a class.</summary>
    public long Row(int label) => Enumerable.Range(0, classNames.Count).Sum(answer => _counts[label, answer]);

    private long Column(int answer) => Enumerable.Range(0, classNames.Count).Sum(label => _counts[label, answer]);

    /// <summary>Share of a class's images that was found, in percent.</summary>
    public double Recall(int c) => Percent(_counts[c, c], Row(c));

    private double Precision(int c) => Percent(_counts[c, c], Column(c));

    private void WriteMatrix(Utf8JsonWriter json)
    {
        json.WriteStartArray("confusion");
        for (int label = 0; label < classNames.Count; label++)
        {
            json.WriteStartArray();
            for (int answer = 0; answer < classNames.Count; answer++)
            {
                json.WriteNumberValue(_counts[label, answer]);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
