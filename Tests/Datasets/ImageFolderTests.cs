using StnEngine.Datasets;
using StnEngine.Tests.Datasets.Ppm;
using Xunit;

namespace StnEngine.Tests.Datasets;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ImageFolder_Classes_AreInOrdinalOrder()
    {
        Write("b", 2);
        Write("a10", 2);
        Write("a9", 2);
        Write("Z", 2);
        Write(".hidden", 1);
        _folder.Write("b/readme.txt", [1]);
        _folder.Write("b/._0.ppm", [1]);
        Assert.Equal(["Z", "a10", "a9", "b"], ImageFolder.ClassNames(_folder.Root));
        ImageSet train = ImageFolder.Load(_folder.Root, DatasetSplit.Train);
        Assert.Equal(ImageFolder.ClassNames(_folder.Root), train.ClassNames);
        Assert.Equal([0, 1, 2, 3], train.Labels);
        Assert.Equal((3, 48, 48), (train.Channels, train.Height, train.Width));
        Assert.Equal(Path.GetFileName(_folder.Root) + " train", train.Name);
    }

    [Fact]
    public void ImageFolder_WithoutSplits_HoldsTheSameShareOfEveryClassBack()
    {
        Write("few", 2, colour: 0);
        Write("many", 20, colour: 100);
        Write("one", 1, colour: 200);
        ImageFolderOptions options = new() { Size = 5 };
        ImageSet train = ImageFolder.Load(_folder.Root, DatasetSplit.Train, options);
        ImageSet test = ImageFolder.Load(_folder.Root, DatasetSplit.Test, options);
        Assert.Equal([1, 16, 1], [.. Enumerable.Range(0, 3).Select(label => train.Labels.Count(l => l == label))]);
        Assert.Equal([1, 4, 0], [.. Enumerable.Range(0, 3).Select(label => test.Labels.Count(l => l == label))]);
        Assert.Empty(Colours(train).Intersect(Colours(test)));
        Assert.Equal(Colours(test), Colours(ImageFolder.Load(_folder.Root, DatasetSplit.Test, options)));
        Assert.NotEqual(Colours(test), Colours(ImageFolder.Load(_folder.Root, DatasetSplit.Test, options with { Seed = 2 })));
        Assert.Equal(11, ImageFolder.Load(_folder.Root, DatasetSplit.Test, options with { TestFraction = 0.5 }).Count);
    }

    [Fact]
    public void ImageFolder_TrainAndTest_AreTheSplits()
    {
        Write("train/cat", 2, colour: 10);
        Write("train/dog", 3, colour: 20);
        Write("test/dog", 2, colour: 30);
        Assert.Equal(["cat", "dog"], ImageFolder.ClassNames(_folder.Root));
        ImageSet train = ImageFolder.Load(_folder.Root, DatasetSplit.Train);
        ImageSet test = ImageFolder.Load(_folder.Root, DatasetSplit.Test);
        Assert.Equal([10, 11, 20, 21, 22], Colours(train));
        Assert.Equal([0, 0, 1, 1, 1], train.Labels);
        Assert.Equal([30, 31], Colours(test));
        Assert.Equal([1, 1], test.Labels);
        Assert.Equal(["cat", "dog"], test.ClassNames);
    }

    [Fact]
    public void ImageFolder_ATestClassThatIsNotLearnt_IsRefused()
    {
        Write("train/cat", 1);
        Write("test/cow", 1);
        Refuses(DatasetSplit.Test, Path.Combine("test", "cow") + ": is a class that train/ does not have; it has cat.", "Give both the same class folders.");
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("file")]
    public void ImageFolder_NoFolder_SaysWhatIsWanted(string name)
    {
        _folder.Write("file", [1]);
        DatasetException error = Assert.Throws<DatasetException>(() => ImageFolder.ClassNames(Path.Combine(_folder.Root, name)));
        Assert.Contains($"{name}: the folder is not there. Name a folder that holds FOLDER/class/*.ppm.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void ImageFolder_NoClassesOrTooMany_AreRefused(int classes)
    {
        for (int i = 0; i < classes; i++)
        {
            Directory.CreateDirectory(Path.Combine(_folder.Root, $"{i}"));
        }
        Refuses(DatasetSplit.Train, $"holds {classes} subfolders where 1 to 256 were wanted, one a class.");
    }

    [Fact]
    public void ImageFolder_AsManyClassesAsALabelTells_AreRead()
    {
        for (int i = 0; i < 256; i++)
        {
            Write($"{i:D3}", 1);
        }
        Assert.Equal(255, ImageFolder.Load(_folder.Root, DatasetSplit.Train, new ImageFolderOptions { Size = 1 }).Labels[^1]);
    }

    [Fact]
    public void ImageFolder_AClassWithoutImages_IsRefused()
    {
        Write("full", 2);
        _folder.Write("empty/notes.txt", [1]);
        Refuses(DatasetSplit.Train, "empty: holds no .ppm files.", "or delete the folder.");
    }

    [Fact]
    public void ImageFolder_NothingToTest_IsRefused()
    {
        Write("lonely", 1);
        Refuses(DatasetSplit.Test, "holds no image for the", "Put at least two .ppm files into each class folder.");
    }

    [Fact]
    public void ImageFolder_ADamagedImage_IsNamed()
    {
        Write("bad", 2);
        _folder.Write("bad/0.ppm", "P6"u8.ToArray());
        _folder.Write("bad/1.PPM", "P5"u8.ToArray());
        _folder.Write("bad/1.ppm", "P3"u8.ToArray());
        Refuses(DatasetSplit.Train, "bad/");
    }

    private void Write(string name, int count, byte colour = 0)
    {
        for (int i = 0; i < count; i++)
        {
            _folder.Write($"{name}/{i}.ppm", PpmFile.OneColour(3 + i, 7, (byte)(colour + i)));
        }
    }

    private static byte[] Colours(ImageSet set) => [.. Enumerable.Range(0, set.Count).Select(i => set.Image(i)[0])];

    private void Refuses(DatasetSplit split, params string[] phrases)
    {
        DatasetException error = Assert.Throws<DatasetException>(() => ImageFolder.Load(_folder.Root, split));
        foreach (string phrase in phrases)
        {
            Assert.Contains(phrase, error.Message, StringComparison.Ordinal);
        }
    }
}
