using System.Buffers.Binary;
using StnEngine.Datasets.Images;

namespace StnEngine.Datasets.Png;

/// <summary>Writes animated PNG files; see the PNG specification, https://www.w3.org/TR/png-3/#apng-frame-based-animation.</summary>
/// <remarks>What knows no animation shows the first frame.</remarks>
public static class AnimatedPngWriter
{
    private const int ControlBytes = 26;

    /// <summary>Writes a file that shows frames one after another, for ever: whole or not at all, as <see cref="PngWriter"/> does.</summary>
    /// <param name="path">The file.</param>
    /// <param name="frames">At least one, all of one size and kind; each covers the one before.</param>
    /// <param name="delayMilliseconds">How long each is seen, 1 to 65,535.</param>
    /// <exception cref="ArgumentException">There are no frames, or they differ in size or kind, or their parts contradict each other.</exception>
    /// <exception cref="IOException">The file cannot be written; its folder must exist.</exception>
    public static void Write(string path, IReadOnlyList<ByteImage> frames, int delayMilliseconds)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(delayMilliseconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delayMilliseconds, ushort.MaxValue);
        PngPicture[] pictures = [.. frames.Select(PngPicture.Of)];
        Array.ForEach(pictures, p => p.Check());
        if (pictures.Length == 0 || pictures.Any(p => p.Header != pictures[0].Header))
        {
            throw new ArgumentException($"{pictures.Length} frames were given; give at least one, all of the size and channels of the first.", nameof(frames));
        }

        WholeFile.Write(path, stream => Write(stream, pictures, (ushort)delayMilliseconds));
    }

    private static void Write(Stream stream, PngPicture[] pictures, ushort delayMilliseconds)
    {
        stream.Write(PngChunk.Signature);
        PngChunk.Write(stream, PngChunk.Header, PngWriter.HeaderOf(pictures[0].Header));
        PngChunk.Write(stream, PngChunk.AnimationControl, AnimationOf(pictures.Length));
        int sequence = 0;
        for (int i = 0; i < pictures.Length; i++)
        {
            PngChunk.Write(stream, PngChunk.FrameControl, ControlOf(pictures[i].Header, sequence++, delayMilliseconds));
            ReadOnlySpan<byte> data = PngWriter.Compress(pictures[i]);
            if (i == 0)
            {
                PngChunk.Write(stream, PngChunk.ImageData, data);
            }
            else
            {
                PngChunk.Write(stream, PngChunk.FrameData, [.. BigEndian(sequence++), .. data]);
            }
        }

        PngChunk.Write(stream, PngChunk.End, []);
    }

    // The second number is how often the animation runs: 0 for ever.
    private static byte[] AnimationOf(int frames) => [.. BigEndian(frames), .. BigEndian(0)];

    // The zeros: the frame begins in the corner, stays until the next one, and replaces what was there.
    private static byte[] ControlOf(PngHeader header, int sequence, ushort delayMilliseconds)
    {
        byte[] content = new byte[ControlBytes];
        BinaryPrimitives.WriteInt32BigEndian(content, sequence);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), header.Width);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(8), header.Height);
        BinaryPrimitives.WriteUInt16BigEndian(content.AsSpan(20), delayMilliseconds);
        BinaryPrimitives.WriteUInt16BigEndian(content.AsSpan(22), 1000);
        return content;
    }

    private static byte[] BigEndian(int value)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
