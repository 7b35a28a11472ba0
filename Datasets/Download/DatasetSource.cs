namespace StnEngine.Datasets.Download;

/// <summary>A published data set: its files and the servers that hold them.</summary>
/// <param name="Name">What people call it in commands; also its folder under the data root.</param>
/// <param name="Mirrors">Addresses ending in a slash, to which a file's name is added, in the order in which they are asked.</param>
/// <param name="Files">The files.</param>
public sealed record DatasetSource(string Name, IReadOnlyList<Uri> Mirrors, IReadOnlyList<RemoteFile> Files)
{
    /// <summary>The four files that <see cref="Datasets.Mnist"/> reads.</summary>
    public static DatasetSource Mnist { get; } = new(
        "mnist",
        [new("https://ossci-datasets.s3.amazonaws.com/mnist/"), new("https://storage.googleapis.com/cvdf-datasets/mnist/")],
        InMnistFormat(
            (9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            (28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            (1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            (4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")));

    /// <summary>The four files that <see cref="Datasets.FashionMnist"/> reads.</summary>
    public static DatasetSource FashionMnist { get; } = new(
        "fashion-mnist",
        [
            new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
            new("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
        ],
        InMnistFormat(
            (26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            (29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            (4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            (5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")));

    /// <summary>The archive with the six files that <see cref="Datasets.Cifar10"/> reads.</summary>
    public static DatasetSource Cifar10 { get; } = new(
        "cifar10",
        [new("https://www.cs.toronto.edu/~kriz/")],
        [
            new("cifar-10-binary.tar.gz", 170_052_171, Checksum.Md5("c32a1d4ab5d03f1284b67883e8d87530"))
            {
                Archive = new(Datasets.Cifar10.FolderName, Datasets.Cifar10.FileNames, Datasets.Cifar10.FileBytes),
            },
        ]);

    /// <summary>All data sets that can be fetched.</summary>
    public static IReadOnlyList<DatasetSource> All { get; } = [Mnist, FashionMnist, Cifar10];

    /// <summary>The data set of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static DatasetSource Named(string name)
        => All.FirstOrDefault(source => source.Name == name)
            ?? throw new ArgumentException(
                $"No data set is called '{name}'; use {string.Join(", ", All.Select(source => source.Name))}.", nameof(name));

    /// <summary>Its folder under <paramref name="root"/>.</summary>
    public string FolderIn(string root) => Path.Combine(root, Name);

    /// <summary>Which files are not under <paramref name="root"/>, by their paths in its folder; they are not opened.</summary>
    public IReadOnlyList<string> MissingFrom(string root) => [.. Files.SelectMany(file => file.MissingFrom(FolderIn(root)))];

    /// <summary>What a person can do about missing files without this program.</summary>
    internal string ByHand(string root, IEnumerable<RemoteFile> files)
    {
        IEnumerable<string> names = files.Select(file => file.Archive is { } archive
            ? $"{file.Name} ({file.Sum}; or, unpacked, {archive.Folder}/ with {string.Join(", ", archive.FileNames)})"
            : $"{file.Name} ({file.Sum})");
        return $"By hand: put {string.Join(", ", names)} into {FolderIn(root)}.";
    }

    private static RemoteFile[] InMnistFormat(params (long Bytes, string Sha256)[] files)
        => [.. MnistFormat.FileNames.Zip(files, (name, file) => new RemoteFile(name + ".gz", file.Bytes, Checksum.Sha256(file.Sha256)))];
}
