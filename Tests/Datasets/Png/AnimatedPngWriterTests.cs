using StnEngine.Datasets.Images;
using StnEngine.Datasets.Png;
using Xunit;

namespace StnEngine.Tests.Datasets.Png;

public sealed class AnimatedPngWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(5, 3)]
    public void Write_Frames_AreShownInOrderForEver(int count, int channels)
    {
        ByteImage[] frames = [.. Enumerable.Range(0, count).Select(i => Noise(7, 5, channels, i))];
        string path = Path.Combine(_folder.Root, "moving.png");
        AnimatedPngWriter.Write(path, frames, 80);
        StrictAnimation read = StrictAnimation.Read(File.ReadAllBytes(path));
        Assert.Equal(0, read.Plays);
        Assert.Equal(Enumerable.Repeat(80.0, count), read.Milliseconds);
        Assert.Equal(frames.Select(f => f.Pixels.ToArray().Select(p => (int)p)), read.Frames.Select(f => f.Samples));
        Assert.Equal(frames[0].Pixels.ToArray(), PngReader.Read(path).Pixels.ToArray());
    }

    [Fact]
    public void Write_FramesThatDiffer_SaysSoAndLeavesNothing()
    {
        string path = Path.Combine(_folder.Root, "moving.png");
        Assert.Throws<ArgumentException>(() => AnimatedPngWriter.Write(path, [Noise(7, 5, 1, 0), Noise(5, 7, 1, 0)], 80));
        Assert.Throws<ArgumentException>(() => AnimatedPngWriter.Write(path, [Noise(7, 5, 1, 0), Noise(7, 5, 3, 0)], 80));
        Assert.Throws<ArgumentException>(() => AnimatedPngWriter.Write(path, [], 80));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnimatedPngWriter.Write(path, [Noise(7, 5, 1, 0)], 0));
        Assert.Empty(Directory.GetFiles(_folder.Root));
    }

    private static ByteImage Noise(int height, int width, int channels, int seed)
    {
        byte[] pixels = new byte[height * width * channels];
        new Random(seed).NextBytes(pixels);
        return new ByteImage(height, width, channels, pixels);
    }
}
