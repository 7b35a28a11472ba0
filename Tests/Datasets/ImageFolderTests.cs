using StnEngine.Datasets;
using StnEngine.Datasets.Images;
using StnEngine.Tests.Datasets.Png;
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
        Assert.Contains($"{name}: the folder is not there. Name a folder that holds FOLDER/class/*.png or *.ppm.", error.Message, StringComparison.Ordinal);
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
        Refuses(DatasetSplit.Train, "empty: holds no .png or .ppm files.", "or delete the folder.");
    }

    [Fact]
    public void ImageFolder_NothingToTest_IsRefused()
    {
        Write("lonely", 1);
        Refuses(DatasetSplit.Test, "holds no image for the", "Put at least two images into each class folder.");
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

    [Fact]
    public void ImageFolder_PngAndPpm_ComeInTheOrderOfTheirNames()
    {
        _folder.Write("a/1.ppm", PpmFile.OneColour(5, 4, 30));
        _folder.Write("a/0.png", OneColour(2, 40));
        _folder.Write("a/2.PNG", OneColour(0, 50));
        _folder.Write("b/0.png", OneColour(6, 60));
        _folder.Write("b/1.ppm", PpmFile.OneColour(5, 4, 70));
        _folder.Write("b/1.gif", [1]);
        ImageSet set = ImageFolder.Load(_folder.Root, DatasetSplit.Train, new ImageFolderOptions { Size = 3, TestFraction = 0 });
        Assert.Equal([40, 30, 50, 60, 70], Colours(set));
        Assert.Equal([0, 0, 0, 1, 1], set.Labels);
        Assert.Equal(3, set.Channels);
        Assert.All(Enumerable.Range(0, set.Count), i => Assert.Single(set.Image(i).ToArray().Distinct()));
    }

    [Theory]
    [InlineData(0, 0, false, 1)]
    [InlineData(0, 4, false, 1)]
    [InlineData(0, 2, false, 3)]
    [InlineData(2, 0, false, 3)]
    [InlineData(6, 6, false, 3)]
    [InlineData(3, 0, false, 3)]
    [InlineData(0, 0, true, 3)]
    public void ImageFolder_GreyImagesOnly_GiveOneChannel(int trainType, int testType, bool ppm, int channels)
    {
        _folder.Write("train/a/0.png", OneColour(trainType, 10));
        _folder.Write("train/b/0.png", OneColour(0, 20));
        _folder.Write("test/b/0.png", OneColour(testType, 30));
        if (ppm)
        {
            _folder.Write("test/b/1.ppm", PpmFile.OneColour(5, 5, 40));
        }
        Assert.Equal(channels, ImageFolder.Channels(_folder.Root));
        foreach (DatasetSplit split in Enum.GetValues<DatasetSplit>())
        {
            ImageSet set = ImageFolder.Load(_folder.Root, split);
            Assert.Equal(channels, set.Channels);
            Assert.Equal(split == DatasetSplit.Train ? [10, 20] : ppm ? [30, 40] : [30], Colours(set));
            Assert.All(Enumerable.Range(0, set.Count), i => Assert.Single(set.Image(i).ToArray().Distinct()));
        }
    }

    [Theory]
    [InlineData("0.png", "at byte 0 is 50360A350A350A32 where a PNG file has 89504E470D0A1A0A")]
    [InlineData("1.ppm", "starts with 8950, but a binary PPM file starts with 5036")]
    public void ImageFolder_AFileOfTheOtherFormat_IsNamed(string name, string phrase)
    {
        _folder.Write("a/0.ppm", PpmFile.OneColour(5, 5, 1));
        _folder.Write("a/" + name, name == "0.png" ? PpmFile.Of("P6\n5\n5\n255\n", new byte[75]) : OneColour(2, 1));
        Refuses(DatasetSplit.Train, $"a/{name}: {phrase}");
    }

    [Fact]
    public void ImageLoader_AColourImageWhereGreyIsWanted_IsNamed()
    {
        _folder.Write("a/0.png", OneColour(2, 1));
        using FolderFiles files = new(_folder.Root);
        DatasetException error = Assert.Throws<DatasetException>(() => ImageLoader.Load("grey", files, [new ImageEntry("a/0.png", 0)], 1, 8, ["a"]));
        Assert.Contains("0.png: has 3 channels where 1 was wanted.", error.Message, StringComparison.Ordinal);
    }

    // An opaque picture of one shade of grey, as any colour type.
    private static byte[] OneColour(int type, byte value)
    {
        int[] pixel = type switch { 2 => [value, value, value], 3 => [0], 4 => [value, 255], 6 => [value, value, value, 255], _ => [value] };
        return new TinyPng(type, 8, 5, 7, [.. Enumerable.Repeat(pixel, 35).SelectMany(samples => samples)]) { Palette = type == 3 ? [value, value, value] : [] }.File();
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
