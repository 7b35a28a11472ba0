using StnEngine.Datasets;
using StnEngine.Tests.Datasets.Ppm;
using Xunit;

namespace StnEngine.Tests.Datasets;

public sealed class GtsrbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SmallGtsrb _small;

    public GtsrbTests() => _small = new SmallGtsrb(_folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, 48)]
    [InlineData(true, 32)]
    public void Gtsrb_PublishedFoldersOrZips_AreCutToTheirBoxes(bool packed, int size)
    {
        Write(packed);
        Assert.True(Gtsrb.IsIn(_folder.Root));
        ImageSet train = Gtsrb.Load(_folder.Root, DatasetSplit.Train, new GtsrbOptions { Size = size });
        ImageSet test = Gtsrb.Load(_folder.Root, DatasetSplit.Test, new GtsrbOptions { Size = size });
        Assert.Equal((3, size, size, 43), (train.Channels, train.Height, train.Width, train.ClassNames.Count));
        int next = 0;
        for (int label = 0; label < 43; label++)
        {
            for (int i = 0; i < SmallGtsrb.TracksOf(label) * SmallGtsrb.Frames; i++, next++)
            {
                Assert.Equal(label, train.Labels[next]);
                AssertOneColour(SmallGtsrb.Colour(label, i / SmallGtsrb.Frames, i % SmallGtsrb.Frames), train.Image(next));
            }
        }
        Assert.Equal(next, train.Count);
        Assert.Equal([42, 41, 40, 39, 38], test.Labels);
        Assert.All(Enumerable.Range(0, SmallGtsrb.TestImages), i => AssertOneColour(SmallGtsrb.TestColour(i), test.Image(i)));
    }

    [Fact]
    public void Gtsrb_WithoutCropping_KeepsTheMargin()
    {
        Write();
        ImageSet set = Gtsrb.Load(_folder.Root, DatasetSplit.Train, new GtsrbOptions { CropToBox = false });
        Assert.Equal((48, 255, 0), (set.Height, set.Image(0)[0], set.Image(0)[(24 * 48) + 24]));
    }

    [Fact]
    public void Gtsrb_AMirrorsResizedImage_IsCutWhereTheBoxWouldBe()
    {
        Write();
        // The table speaks of 80x120 with a box from (20, 30) to (70, 110); the file is half as high and a third as wide.
        _small.WriteTrainingTable(0, SmallGtsrb.Head, "00000_00000.ppm;120;80;30;20;108;70;0");
        _folder.Write("gtsrb/GTSRB/Final_Training/Images/00000/00000_00000.ppm", PpmFile.WithBox(40, 40, (10, 10, 35, 36), inside: 9));
        AssertOneColour(9, Gtsrb.Load(_folder.Root, DatasetSplit.Train).Image(0));
    }

    [Fact]
    public void Gtsrb_Tracks_AreToldApartAcrossClasses()
    {
        Write();
        TrackedImages tracked = Gtsrb.LoadTracks(_folder.Root, new GtsrbOptions { Size = 1 });
        Assert.Equal(Enumerable.Range(0, 43).Sum(SmallGtsrb.TracksOf), tracked.Tracks.Distinct().Count());
        Assert.All(tracked.Tracks.CountBy(track => track), track => Assert.Equal(SmallGtsrb.Frames, track.Value));
        Assert.All(tracked.Tracks.Zip(tracked.Images.Labels).Distinct().CountBy(pair => pair.First), track => Assert.Equal(1, track.Value));
    }

    [Theory]
    [InlineData("gtsrb/GT-final_test.csv")]
    [InlineData("gtsrb/GTSRB/Final_Test/GT-final_test.csv")]
    [InlineData("gtsrb/GTSRB/Final_Test/Images/GT-final_test.csv")]
    public void Gtsrb_TheTestTable_IsFoundWhereItWasUnpacked(string place)
    {
        Write();
        File.Move(_small.PathOf("gtsrb/GTSRB/GT-final_test.csv"), _small.PathOf(place));
        Assert.Equal(SmallGtsrb.TestImages, Gtsrb.Load(_folder.Root, DatasetSplit.Test).Count);
    }

    [Fact]
    public void Gtsrb_WithoutTheTopFolder_IsFound()
    {
        Write();
        Directory.Move(_small.PathOf("gtsrb/GTSRB"), _small.PathOf("moved"));
        Directory.Delete(_small.PathOf("gtsrb"));
        Directory.Move(_small.PathOf("moved"), _small.PathOf("gtsrb"));
        Assert.True(Gtsrb.IsIn(_folder.Root));
        Assert.Equal(SmallGtsrb.TestImages, Gtsrb.Load(_folder.Root, DatasetSplit.Test).Count);
    }

    [Theory]
    [InlineData("gtsrb/GTSRB/Final_Training", DatasetSplit.Train, "GTSRB_Final_Training_Images.zip", "GTSRB/Final_Training/Images/")]
    [InlineData("gtsrb/GTSRB/Final_Test", DatasetSplit.Test, "GTSRB_Final_Test_Images.zip", "GTSRB/Final_Test/Images/")]
    [InlineData("gtsrb/GTSRB/GT-final_test.csv", DatasetSplit.Test, "GTSRB_Final_Test_GT.zip", "GTSRB/GT-final_test.csv")]
    public void Gtsrb_AMissingPart_SaysWhereToPutIt(string part, DatasetSplit split, string zip, string unpacked)
    {
        Write();
        if (part.EndsWith(".csv", StringComparison.Ordinal))
        {
            File.Delete(_small.PathOf(part));
        }
        else
        {
            Directory.Delete(_small.PathOf(part), recursive: true);
        }
        Assert.False(Gtsrb.IsIn(_folder.Root));
        Refuses(
            split,
            $"{Path.Combine(_folder.Root, "gtsrb", zip)}: the file is not there, and neither is {unpacked}.",
            "Put GTSRB_Final_Training_Images.zip, GTSRB_Final_Test_Images.zip and GTSRB_Final_Test_GT.zip from https://",
            "--data ROOT or STN_DATA");
    }

    [Theory]
    [InlineData("", "starts with '' where")]
    [InlineData("00000_00000.ppm;53;54;6;5;48;49;16", "starts with '00000_00000.ppm;53;54;6;5;48;49;16' where 'Filename;Width;")]
    [InlineData("Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2", "starts with 'Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2' where")]
    public void Gtsrb_ATableWithAnotherHead_IsRefused(string head, string phrase)
    {
        _small.WriteUnpacked(classes: 8);
        string path = _small.WriteTrainingTable(7, head);
        Refuses(DatasetSplit.Train, path, phrase, "Use the tables as they were published, those with ClassId.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("00000_00000.ppm;53;54;6;5;48;49")]
    [InlineData("00000_00000.ppm;53;54;6;5;48;49;7;7")]
    [InlineData("00000_00000.ppm;53;54;6;5;48;49;43")]
    [InlineData("00000_00000.ppm;53;54;6;5;48;49;-1")]
    [InlineData("00000_00000.ppm;53;54;6;5;54;49;7")]
    [InlineData("00000_00000.ppm;53;54;6;5;48;55;7")]
    [InlineData("00000_00000.ppm;53;54;48;5;48;49;7")]
    [InlineData("00000_00000.ppm;53;54;6;49;48;49;7")]
    [InlineData("00000_00000.ppm;0;0;0;0;0;0;7")]
    [InlineData("00000_00000.ppm;5.3;54;6;5;48;49;7")]
    [InlineData("00000_00000.ppm;99999999999;54;6;5;48;49;7")]
    [InlineData("../00000_00000.ppm;53;54;6;5;48;49;7")]
    [InlineData("00000_00000.png;53;54;6;5;48;49;7")]
    public void Gtsrb_ARowThatCannotBe_IsShown(string row)
    {
        _small.WriteUnpacked(classes: 8);
        string path = _small.WriteTrainingTable(7, SmallGtsrb.Head, "00000_00000.ppm;53;54;6;5;48;49;7", row, "00000_00001.ppm;53;54;6;5;48;49;7");
        Refuses(DatasetSplit.Train, $"{path}: line 3 is '{row}' where Filename;", "a box inside the image and a class from 0 to 42.");
    }

    [Theory]
    [InlineData("00000_00000.ppm;53;54;6;5;48;49;8", "holds 00000_00000.ppm of class 8 where files named track_frame.ppm of class 7")]
    [InlineData("00000.ppm;53;54;6;5;48;49;7", "holds 00000.ppm of class 7 where files named track_frame.ppm of class 7")]
    public void Gtsrb_ARowOfAnotherClassOrWithoutATrack_IsRefused(string row, string phrase)
    {
        _small.WriteUnpacked(classes: 8);
        string path = _small.WriteTrainingTable(7, SmallGtsrb.Head, row);
        Refuses(DatasetSplit.Train, $"{path}: {phrase}", "Use the tables as they were published.");
    }

    [Fact]
    public void Gtsrb_WindowsLineEndsAndAByteOrderMark_AreFine()
    {
        Write();
        string path = _small.PathOf("gtsrb/GTSRB/GT-final_test.csv");
        File.WriteAllText(path, "\uFEFF" + File.ReadAllText(path).ReplaceLineEndings("\r\n"));
        Assert.Equal(SmallGtsrb.TestImages, Gtsrb.Load(_folder.Root, DatasetSplit.Test).Count);
    }

    [Fact]
    public void Gtsrb_SeveralDamagedImages_AreReportedByTheFirst()
    {
        Write();
        for (int label = 11; label < 43; label++)
        {
            _folder.Write($"gtsrb/GTSRB/Final_Training/Images/{label:D5}/00000_00001.ppm", [80, 54]);
        }
        File.Delete(_small.PathOf("gtsrb/GTSRB/Final_Training/Images/00030/00000_00000.ppm"));
        Refuses(DatasetSplit.Train, $"{Path.Combine("00011", "00000_00001.ppm").Replace('\\', '/')}: ends within its header");
    }

    [Fact]
    public void Gtsrb_AMissingImageOrTable_IsNamed()
    {
        Write();
        File.Delete(_small.PathOf("gtsrb/GTSRB/Final_Training/Images/00030/00000_00000.ppm"));
        Refuses(DatasetSplit.Train, "00030/00000_00000.ppm: the file is not there.");
        File.Delete(_small.PathOf("gtsrb/GTSRB/Final_Training/Images/00012/GT-00012.csv"));
        Refuses(DatasetSplit.Train, "00012/GT-00012.csv: the file is not there.");
    }

    [Fact]
    public void Gtsrb_MorePixelsThanAnArrayHolds_AreRefusedBeforeAllocating()
    {
        Write();
        DatasetException error = Assert.Throws<DatasetException>(() => Gtsrb.Load(_folder.Root, DatasetSplit.Train, new GtsrbOptions { Size = 4096 }));
        Assert.Contains("images of 3x4096x4096 make more than", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gtsrb_AZipOfSomethingElse_IsRefused()
    {
        Write(packed: true);
        File.Move(_small.PathOf("gtsrb/GTSRB_Final_Test_GT.zip"), _small.PathOf("gtsrb/GTSRB_Final_Training_Images.zip"), overwrite: true);
        Refuses(DatasetSplit.Train, "GTSRB_Final_Training_Images.zip/GTSRB/Final_Training/Images/00000/GT-00000.csv: the file is not there.");
    }

    private void Write(bool packed = false)
    {
        _small.WriteUnpacked();
        if (packed)
        {
            _small.Pack();
        }
    }

    private static void AssertOneColour(byte colour, ReadOnlySpan<byte> image) => Assert.Equal(-1, image.IndexOfAnyExcept(colour));

    private void Refuses(DatasetSplit split, params string[] phrases)
    {
        DatasetException error = Assert.Throws<DatasetException>(() => Gtsrb.Load(_folder.Root, split));
        Assert.StartsWith(error.Path, error.Message, StringComparison.Ordinal);
        foreach (string phrase in phrases)
        {
            Assert.Contains(phrase, error.Message, StringComparison.Ordinal);
        }
    }
}
