using System.Globalization;
using StnEngine.Datasets.Images;

namespace StnEngine.Datasets;

/// <summary>Reads the German Traffic Sign Recognition Benchmark: 43 kinds of signs, photographed from a car.</summary>
/// <remarks>
/// Stallkamp, Schlipsing, Salmen, Igel 2011: 39,209 images to learn from, in tracks of 30 of one sign that comes nearer, and 12,630 to
/// test. Under the root, <c>gtsrb/</c> holds the three published zips or what they unpack to, <c>GTSRB/Final_Training/Images/00000</c> to
/// <c>00042</c>, <c>GTSRB/Final_Test/Images</c> and <c>GT-final_test.csv</c>. Where a mirror has resized the images, the tables' boxes
/// are scaled with them.
/// </remarks>
public static class Gtsrb
{
    /// <summary>Mean of the training pixels, cut to their boxes, on the scale 0..1; one number for all channels.</summary>
    public const float Mean = 0.336f;

    /// <summary>Standard deviation of the same pixels.</summary>
    public const float Std = 0.263f;

    private const int Channels = 3;

    /// <summary>The signs, by their published numbers.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
    [
        "speed limit 20", "speed limit 30", "speed limit 50", "speed limit 60", "speed limit 70", "speed limit 80", "end of speed limit 80",
        "speed limit 100", "speed limit 120", "no passing", "no passing for trucks", "right of way at crossing", "priority road", "yield",
        "stop", "no vehicles", "no trucks", "no entry", "general caution", "curve to the left", "curve to the right", "double curve",
        "bumpy road", "slippery road", "road narrows on right", "road work", "traffic signals", "pedestrians", "children crossing",
        "bicycles crossing", "ice or snow", "wild animals", "end of all limits", "turn right", "turn left", "ahead only",
        "ahead or right", "ahead or left", "keep right", "keep left", "roundabout", "end of no passing", "end of no passing trucks",
    ];

    /// <summary>Reads the images to learn from, or those to be judged on.</summary>
    /// <exception cref="DatasetException">A file is missing or damaged, or a table does not fit.</exception>
    public static ImageSet Load(string root, DatasetSplit split, GtsrbOptions? options = null)
        => split == DatasetSplit.Train ? LoadTracks(root, options).Images : LoadTest(root, options ?? new GtsrbOptions());

    /// <summary>Reads the images to learn from, with their tracks.</summary>
    /// <exception cref="DatasetException">A file is missing or damaged, or a table does not fit.</exception>
    public static TrackedImages LoadTracks(string root, GtsrbOptions? options = null)
    {
        options ??= new GtsrbOptions();
        using FileSource files = LayoutIn(root).OpenTraining();
        List<ImageEntry> entries = [];
        List<int> tracks = [];
        for (byte label = 0; label < ClassNames.Count; label++)
        {
            AddClass(files, label, options, entries, tracks);
        }
        return new TrackedImages(ImageLoader.Load("GTSRB train", files, entries, Channels, options.Size, ClassNames), tracks);
    }

    /// <summary>Whether training images, test images and the test images' classes are under <paramref name="root"/>; they are not opened.</summary>
    public static bool IsIn(string root) => LayoutIn(root).IsWhole;

    private static ImageSet LoadTest(string root, GtsrbOptions options)
    {
        GtsrbLayout layout = LayoutIn(root);
        using FileSource files = layout.OpenTest();
        using FileSource table = layout.OpenTestTable();
        ImageEntry[] entries = [.. GtsrbTable.Read(table, GtsrbLayout.TestTableName).Select(row => Entry(row, string.Empty, options))];
        return ImageLoader.Load("GTSRB test", files, entries, Channels, options.Size, ClassNames);
    }

    private static void AddClass(FileSource files, byte label, GtsrbOptions options, List<ImageEntry> entries, List<int> tracks)
    {
        string folder = label.ToString("D5", CultureInfo.InvariantCulture);
        string name = $"{folder}/GT-{folder}.csv";
        // Tracks are counted anew in every class.
        Dictionary<string, int> numbers = [];
        int before = tracks.Count == 0 ? 0 : tracks.Max() + 1;
        foreach (GtsrbRow row in GtsrbTable.Read(files, name))
        {
            string[] parts = row.FileName.Split('_');
            if (row.ClassId != label || parts.Length != 2)
            {
                throw new DatasetException(
                    files.PathOf(name),
                    $"holds {row.FileName} of class {row.ClassId} where files named track_frame.ppm of class {label} were wanted.",
                    "Use the tables as they were published.");
            }
            numbers.TryAdd(parts[0], before + numbers.Count);
            tracks.Add(numbers[parts[0]]);
            entries.Add(Entry(row, folder + "/", options));
        }
    }

    private static ImageEntry Entry(GtsrbRow row, string folder, GtsrbOptions options)
        => new(folder + row.FileName, row.ClassId, options.CropToBox ? row.Box : null);

    private static GtsrbLayout LayoutIn(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        return new GtsrbLayout(Path.Combine(root, "gtsrb"));
    }
}
