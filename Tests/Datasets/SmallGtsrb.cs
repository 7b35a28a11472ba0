using System.Globalization;
using System.IO.Compression;
using System.Text;
using StnEngine.Tests.Datasets.Ppm;

namespace StnEngine.Tests.Datasets;

/// <summary>GTSRB as it is published, with few and small images: signs of one colour each, with a white margin.</summary>
internal sealed class SmallGtsrb(TemporaryFolder folder)
{
    public const string Head = "Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId";
    public const int Frames = 2;
    public const int TestImages = 5;

    private const string Training = "gtsrb/GTSRB/Final_Training/Images";
    private const string Test = "gtsrb/GTSRB/Final_Test/Images";

    public static int TracksOf(int label) => 1 + (label % 3);

    /// <summary>A colour of its own for every track and frame of a class, of 250 at most.</summary>
    public static byte Colour(int label, int track, int frame) => (byte)((label * 5) + (track * Frames) + frame);

    public static byte TestColour(int image) => (byte)(200 + image);

    public void WriteUnpacked(int classes = 43)
    {
        for (int label = 0; label < classes; label++)
        {
            List<string> rows = [Head];
            for (int i = 0; i < TracksOf(label) * Frames; i++)
            {
                string name = FormattableString.Invariant($"{i / Frames:D5}_{i % Frames:D5}.ppm");
                rows.Add(WriteSign($"{Training}/{label:D5}", name, label, Colour(label, i / Frames, i % Frames)));
            }
            WriteTrainingTable(label, rows);
        }
        string[] test = [.. Enumerable.Range(0, TestImages).Select(i => WriteSign(Test, FormattableString.Invariant($"{i:D5}.ppm"), 42 - i, TestColour(i)))];
        WriteTable("gtsrb/GTSRB/GT-final_test.csv", [Head, .. test]);
    }

    /// <summary>Puts what is unpacked into the three zips.</summary>
    public void Pack()
    {
        Zip("GTSRB_Final_Training_Images.zip", "GTSRB/Final_Training");
        Zip("GTSRB_Final_Test_Images.zip", "GTSRB/Final_Test");
        Zip("GTSRB_Final_Test_GT.zip", "GTSRB/GT-final_test.csv");
        Directory.Delete(PathOf("gtsrb/GTSRB"), recursive: true);
    }

    public string WriteTrainingTable(int label, params IEnumerable<string> lines)
        => WriteTable(FormattableString.Invariant($"{Training}/{label:D5}/GT-{label:D5}.csv"), lines);

    public string PathOf(string name) => Path.Combine(folder.Root, name);

    private string WriteTable(string name, IEnumerable<string> lines)
        => folder.Write(name, Encoding.ASCII.GetBytes(string.Join('\n', lines) + "\n"));

    // Every image has a size of its own and a margin that is not the same on all sides.
    private string WriteSign(string where, string name, int label, byte colour)
    {
        (int height, int width) = (12 + (colour / 4), 80 - (colour / 4));
        (int Top, int Left, int Bottom, int Right) box = (5, 6, height - 3, width - 7);
        folder.Write($"{where}/{name}", PpmFile.WithBox(height, width, box, colour));
        return string.Create(CultureInfo.InvariantCulture, $"{name};{width};{height};{box.Left};{box.Top};{box.Right};{box.Bottom};{label}");
    }

    // The publishers' zips begin with GTSRB/, only the last holds its one file without a folder.
    private void Zip(string zip, string part)
    {
        using ZipArchive archive = ZipFile.Open(PathOf($"gtsrb/{zip}"), ZipArchiveMode.Create);
        string path = PathOf($"gtsrb/{part}");
        if (File.Exists(path))
        {
            archive.CreateEntryFromFile(path, Path.GetFileName(path));
            return;
        }
        foreach (string file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
        {
            archive.CreateEntryFromFile(file, Path.GetRelativePath(PathOf("gtsrb"), file).Replace('\\', '/'));
        }
    }
}
