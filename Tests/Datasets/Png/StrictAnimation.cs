using System.Buffers.Binary;
using System.Text;
using Xunit;

namespace StnEngine.Tests.Datasets.Png;

/// <summary>Reads an animated PNG by the book, frame by frame, and insists on what the specification demands.</summary>
internal sealed class StrictAnimation
{
    private StrictAnimation(byte[] file)
    {
        // The still picture that everybody sees is a whole PNG of its own.
        Still = StrictPng.Read(file);
        byte[] header = [];
        var data = new List<List<byte>>();
        int announced = 0, sequence = 0;
        for (int position = 8; position < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(position));
            string type = Encoding.ASCII.GetString(file, position + 4, 4);
            byte[] content = file[(position + 8)..(position + 8 + length)];
            position += 12 + length;
            switch (type)
            {
                case "IHDR":
                    header = content;
                    break;
                case "acTL":
                    Assert.Equal((8, 0), (length, data.Count));
                    (announced, Plays) = (Number(content, 0), Number(content, 4));
                    break;
                case "fcTL":
                    Assert.Equal((26, sequence++), (length, Number(content, 0)));
                    Assert.Equal((Still.Width, Still.Height, 0, 0), (Number(content, 4), Number(content, 8), Number(content, 12), Number(content, 16)));
                    Milliseconds.Add(1000.0 * BinaryPrimitives.ReadUInt16BigEndian(content.AsSpan(20)) / BinaryPrimitives.ReadUInt16BigEndian(content.AsSpan(22)));
                    Assert.Equal([0, 0], content[24..]);
                    data.Add([]);
                    break;
                case "IDAT":
                    Assert.Single(data);
                    data[0].AddRange(content);
                    break;
                case "fdAT":
                    Assert.True(data.Count > 1);
                    Assert.Equal(sequence++, Number(content, 0));
                    data[^1].AddRange(content[4..]);
                    break;
                default:
                    Assert.Equal("IEND", type);
                    break;
            }
        }

        Assert.Equal(announced, data.Count);
        Frames = [.. data.Select(d => StrictPng.Read(TinyPng.File([("IHDR", header), ("IDAT", d.ToArray()), ("IEND", [])])))];
    }

    /// <summary>What is shown by what knows no animation.</summary>
    public StrictPng Still { get; }

    public List<StrictPng> Frames { get; }

    /// <summary>How long each frame is seen.</summary>
    public List<double> Milliseconds { get; } = [];

    /// <summary>How often it runs; 0 for ever.</summary>
    public int Plays { get; private set; }

    public static StrictAnimation Read(byte[] file) => new(file);

    private static int Number(byte[] content, int at) => BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(at));
}
