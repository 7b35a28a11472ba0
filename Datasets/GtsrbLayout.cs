using StnEngine.Datasets.Images;

namespace StnEngine.Datasets;

/// <summary>Finds GTSRB's parts in a folder: unpacked as the zips unpack, or still in the three zips.</summary>
internal sealed class GtsrbLayout(string folder)
{
    public const string TestTableName = "GT-final_test.csv";

    private const string Top = "GTSRB";
    private const string Training = "Final_Training/Images";
    private const string Test = "Final_Test/Images";
    private const string TrainingZip = "GTSRB_Final_Training_Images.zip";
    private const string TestZip = "GTSRB_Final_Test_Images.zip";
    private const string TestTableZip = "GTSRB_Final_Test_GT.zip";
    private const string Publisher = "https://sid.erda.dk/public/archives/daaeac0d7ce1152aea9b61d9f1e19370/published-archive.html";

    public bool IsWhole => FindTraining() is not null && FindTest() is not null && FindTestTable() is not null;

    /// <summary>The training images: a folder a class with its table, <c>00000/GT-00000.csv</c>.</summary>
    /// <exception cref="DatasetException">They are not there.</exception>
    public FileSource OpenTraining() => FindTraining() ?? throw Missing(TrainingZip, $"{Top}/{Training}/");

    /// <summary>The test images.</summary>
    /// <exception cref="DatasetException">They are not there.</exception>
    public FileSource OpenTest() => FindTest() ?? throw Missing(TestZip, $"{Top}/{Test}/");

    /// <summary>Where <see cref="TestTableName"/> lies, the table with the classes.</summary>
    /// <exception cref="DatasetException">It is not there.</exception>
    public FileSource OpenTestTable() => FindTestTable() ?? throw Missing(TestTableZip, $"{Top}/{TestTableName}");

    private FileSource? FindTraining() => FindImages(Training, TrainingZip);

    private FileSource? FindTest() => FindImages(Test, TestZip);

    private FileSource? FindImages(string part, string zip)
    {
        string? unpacked = ((string[])[Path.Combine(folder, Top, part), Path.Combine(folder, part)]).FirstOrDefault(Directory.Exists);
        return unpacked is not null ? new FolderFiles(unpacked) : InZip(zip, $"{Top}/{part}/");
    }

    // Its zip has no folder, so that it lies wherever somebody unpacked it.
    private FileSource? FindTestTable()
    {
        string[] places = ["", Top, $"{Top}/Final_Test", $"{Top}/{Test}", "Final_Test", Test];
        string? unpacked = places.Select(place => Path.Combine(folder, place)).FirstOrDefault(place => File.Exists(Path.Combine(place, TestTableName)));
        return unpacked is not null ? new FolderFiles(unpacked) : InZip(TestTableZip, string.Empty);
    }

    private ZipFiles? InZip(string name, string within)
        => File.Exists(Path.Combine(folder, name)) ? new ZipFiles(Path.Combine(folder, name), within) : null;

    private DatasetException Missing(string zip, string unpacked) => new(
        Path.Combine(folder, zip),
        $"the file is not there, and neither is {unpacked}.",
        $"Put {TrainingZip}, {TestZip} and {TestTableZip} from {Publisher} into {folder}, packed or unpacked, "
        + $"or name the folder that holds gtsrb/ with --data ROOT or {DataRoot.Variable}.");
}
