using StnEngine.Datasets.Images;

namespace StnEngine.Datasets;

/// <summary>
/// Reads anybody's images from <c>FOLDER/class/*.png</c> and <c>*.ppm</c>: the subfolders are the classes, in ordinal order of their names.
/// </summary>
/// <remarks>
/// With subfolders <c>train</c> and <c>test</c>, each holds class folders and is a split. Otherwise a share of each class is held back
/// to test, the same at every call. Files and folders whose names start with a dot are passed over, and so is what is neither <c>.png</c> nor <c>.ppm</c>. The images come class by
/// class, in ordinal order of their files' names, whatever the format.
/// </remarks>
public static class ImageFolder
{
    private const string TrainName = "train";
    private const string TestName = "test";
    private const int MostClasses = byte.MaxValue + 1;

    /// <summary>The names of the classes.</summary>
    /// <exception cref="DatasetException">The folder is missing or unreadable, or holds no class folders, or too many.</exception>
    public static IReadOnlyList<string> ClassNames(string folder) => ClassesIn(HasSplits(folder) ? Path.Combine(folder, TrainName) : folder);

    /// <summary>1 if every image of both splits is a grey PNG, else 3: grey images among colour are widened.</summary>
    /// <exception cref="DatasetException">
    /// A folder is missing or unreadable, there are no classes, or too many, or a class has no images, or a file does not start as a PNG.
    /// </exception>
    public static int Channels(string folder)
    {
        IReadOnlyList<string> classes = ClassNames(folder);
        string[] tops = HasSplits(folder) ? [Path.Combine(folder, TrainName), Path.Combine(folder, TestName)] : [folder];
        return tops.All(top => Entries(top, classes).All(entry => ImageFile.IsGrey(Path.Combine(top, entry.Name)))) ? 1 : 3;
    }

    /// <summary>Reads one split.</summary>
    /// <exception cref="DatasetException">
    /// A folder is missing or unreadable, there are no classes, or too many, or a class has no images, or a file is neither PNG nor binary PPM.
    /// </exception>
    public static ImageSet Load(string folder, DatasetSplit split, ImageFolderOptions? options = null)
    {
        options ??= new ImageFolderOptions();
        bool train = split == DatasetSplit.Train;
        IReadOnlyList<string> classes = ClassNames(folder);
        string name = $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))} {(train ? TrainName : TestName)}";
        (string top, IReadOnlyList<ImageEntry> entries) = HasSplits(folder)
            ? OfSubfolder(Path.Combine(folder, train ? TrainName : TestName), classes)
            : (folder, Part(Entries(folder, classes), !train, options));
        return entries.Count > 0
            ? ImageLoader.Load(name, new FolderFiles(top), entries, Channels(folder), options.Size, classes)
            : throw new DatasetException(top, $"holds no image for the {name} set.", "Put at least two images into each class folder.");
    }

    private static bool HasSplits(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Directory.Exists(Path.Combine(folder, TrainName)) && Directory.Exists(Path.Combine(folder, TestName));
    }

    private static (string Top, IReadOnlyList<ImageEntry> Entries) OfSubfolder(string folder, IReadOnlyList<string> classes)
    {
        IEnumerable<string> unknown = ClassesIn(folder).Except(classes, StringComparer.Ordinal);
        return unknown.FirstOrDefault() is { } stranger
            ? throw new DatasetException(
                Path.Combine(folder, stranger),
                $"is a class that {TrainName}/ does not have; it has {string.Join(", ", classes.Take(10))}{(classes.Count > 10 ? "..." : string.Empty)}.",
                "Give both the same class folders.")
            : (folder, Entries(folder, classes));
    }

    private static ImageEntry[] Part(List<ImageEntry> all, bool heldBack, ImageFolderOptions options)
    {
        bool[] held = HeldBack.Draw([.. all.Select(entry => entry.Label)], [.. Enumerable.Range(0, all.Count)], options.TestFraction, options.Seed);
        return [.. all.Where((_, i) => held[i] == heldBack)];
    }

    private static string[] ClassesIn(string folder)
    {
        string[] names = Names(folder, Directory.EnumerateDirectories);
        return names.Length is > 0 and <= MostClasses ? names : throw new DatasetException(
            folder,
            $"holds {names.Length} subfolders where 1 to {MostClasses} were wanted, one a class.",
            "Name a folder that holds FOLDER/class/*.png or *.ppm.");
    }

    private static List<ImageEntry> Entries(string folder, IReadOnlyList<string> classes)
    {
        List<ImageEntry> entries = [];
        for (int label = 0; label < classes.Count; label++)
        {
            string ofClass = Path.Combine(folder, classes[label]);
            if (!Directory.Exists(ofClass))
            {
                // A test set need not show every class that is learnt.
                continue;
            }
            string[] files = [.. Names(ofClass, Directory.EnumerateFiles).Where(ImageFile.IsOne)];
            if (files.Length == 0)
            {
                throw new DatasetException(
                    ofClass, "holds no .png or .ppm files.", "Put the images of the class there as PNG or binary PPM files (P6), or delete the folder.");
            }
            entries.AddRange(files.Select(name => new ImageEntry($"{classes[label]}/{name}", (byte)label)));
        }
        return entries;
    }

    // In ordinal order: a file system's own differs from machine to machine.
    private static string[] Names(string folder, Func<string, IEnumerable<string>> list)
    {
        try
        {
            return [.. list(folder).Select(path => Path.GetFileName(path)).Where(name => name[0] != '.').Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException error)
        {
            throw new DatasetException(folder, "the folder is not there.", "Name a folder that holds FOLDER/class/*.png or *.ppm.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(folder, $"the folder cannot be read ({error.Message}).", "Check its permissions.", error);
        }
    }
}
