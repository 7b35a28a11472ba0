using System.Globalization;
using System.Text;
using StnEngine.Datasets.Images;

namespace StnEngine.Datasets;

/// <summary>Reads GTSRB's tables: a line for each image, with its size, the box around the sign and the class.</summary>
internal static class GtsrbTable
{
    private const string Head = "Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId";
    private const string Remedy = "Use the tables as they were published, those with ClassId.";
    private const int LargestExtent = 1 << 20;

    // Ten times the longest that was published.
    private const int MostBytes = 1 << 22;

    /// <exception cref="DatasetException">The table is missing, of another form, or says something impossible.</exception>
    public static IReadOnlyList<GtsrbRow> Read(FileSource files, string name)
    {
        string path = files.PathOf(name);
        string[] lines = Encoding.UTF8.GetString(files.Read(name, MostBytes)).TrimStart('\uFEFF').ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        if (lines[0] != Head)
        {
            throw new DatasetException(path, $"starts with '{Start(lines[0])}' where '{Head}' was wanted.", Remedy);
        }
        List<GtsrbRow> rows = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = 1; i < lines.Length; i++)
        {
            GtsrbRow row = Parse(lines[i]) ?? throw new DatasetException(
                path,
                $"line {i + 1} is '{Start(lines[i])}' where {Head} was wanted, with a box inside the image and a class from 0 to {Gtsrb.ClassNames.Count - 1}.",
                Remedy);
            if (!names.Add(row.FileName))
            {
                throw new DatasetException(path, $"line {i + 1} names {row.FileName} again.", Remedy);
            }
            rows.Add(row);
        }
        return rows;
    }

    private static GtsrbRow? Parse(string line)
    {
        Span<int> numbers = stackalloc int[7];
        string[] fields = line.Split(';', numbers.Length + 2);
        if (fields.Length != 1 + numbers.Length || !IsFileName(fields[0]))
        {
            return null;
        }
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!int.TryParse(fields[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]) || numbers[i] > LargestExtent)
            {
                return null;
            }
        }
        // X2 and Y2 count as edges: the margins that the publishers left around the sign are then alike on both sides.
        BoxNote box = new(Height: numbers[1], Width: numbers[0], Top: numbers[3], Left: numbers[2], Bottom: numbers[5], Right: numbers[4]);
        bool inside = box.Top < box.Bottom && box.Bottom <= box.Height && box.Left < box.Right && box.Right <= box.Width;
        return inside && numbers[6] < Gtsrb.ClassNames.Count ? new GtsrbRow(fields[0], box, (byte)numbers[6]) : null;
    }

    // A table names files beside it, never a way to elsewhere.
    private static bool IsFileName(string name)
        => name.EndsWith(".ppm", StringComparison.Ordinal) && name[..^4].All(letter => char.IsAsciiDigit(letter) || letter == '_');

    private static string Start(string line) => line.Length <= 100 ? line : line[..100] + "...";
}
