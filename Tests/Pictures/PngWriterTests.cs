using System.Text;
using Stn.Pictures;
using Xunit;

namespace StnEngine.Tests.Pictures;

public sealed class PngWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stn-pictures-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(200, 50)]
    public void PngWriter_WhatItWrites_ReadsBackEqual(int width, int height)
    {
        Picture picture = Noise(width, height);
        PngReader read = Encode(picture);
        Assert.Equal((width, height), (read.Width, read.Height));
        Assert.Equal(picture.Rgb, read.Rgb);
    }

    [Fact]
    public void PngWriter_EveryFilter_ReadsBackEqual()
    {
        Picture picture = new(60, 60);
        for (int i = 0; i < picture.Rgb.Length; i++)
        {
            (int x, int y, int c) = (i / 3 % 60, i / 180, i % 3);
            picture.Rgb[i] = (byte)((y / 10) switch
            {
                0 => 0,
                1 => 3 * x,
                2 => 37 * x * x,
                3 => (50 * Math.Sin(x)) + (4 * y),
                4 => (x + c) * y,
                _ => 128 + (40 * Math.Sin(x * 0.7)) + (40 * Math.Cos(y * 0.9)) + (10 * Math.Sin(x * y)),
            });
        }
        PngReader read = Encode(picture);
        Assert.Equal(picture.Rgb, read.Rgb);
        Assert.Equal([0, 1, 2, 3, 4], read.Filters.Order());
    }

    [Fact]
    public void PngWriter_AFlatPicture_IsSmall()
    {
        Picture picture = new(1000, 1000);
        picture.Fill(new Colour(18, 20, 26));
        using MemoryStream stream = new();
        PngWriter.Write(stream, picture);
        Assert.InRange(stream.Length, 1, 20_000);
    }

    [Fact]
    public void PngWriter_AnOldFile_IsReplacedAndNothingElseLeft()
    {
        string path = Path.Combine(_folder, "a.png");
        File.WriteAllText(path, "old");
        Picture picture = Noise(5, 4);
        PngWriter.Write(path, picture);
        Assert.Equal(picture.Rgb, PngReader.Read(File.ReadAllBytes(path)).Rgb);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void PngWriter_APlaceThatCannotBeWritten_LeavesNothing()
    {
        string path = Path.Combine(_folder, "a.png");
        Directory.CreateDirectory(path);
        Assert.ThrowsAny<Exception>(() => PngWriter.Write(path, Noise(5, 4)));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
        Assert.ThrowsAny<IOException>(() => PngWriter.Write(Path.Combine(_folder, "no folder", "a.png"), Noise(5, 4)));
    }

    [Fact]
    public void Crc32_TheCheckString_GivesThePublishedValue()
        => Assert.Equal(0xCBF43926, Crc32.Of(Encoding.ASCII.GetBytes("1234"), Encoding.ASCII.GetBytes("56789")));

    private static PngReader Encode(Picture picture)
    {
        using MemoryStream stream = new();
        PngWriter.Write(stream, picture);
        return PngReader.Read(stream.ToArray());
    }

    private static Picture Noise(int width, int height)
    {
        Picture picture = new(width, height);
        new Random(1).NextBytes(picture.Rgb);
        return picture;
    }
}
