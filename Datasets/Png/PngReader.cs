using StnEngine.Datasets.Images;

namespace StnEngine.Datasets.Png;

/// <summary>Reads PNG files of every kind; see the PNG specification, https://www.w3.org/TR/png-3/.</summary>
/// <remarks>
/// <para>Grey pictures, with opacity or without, give one channel, all others three. Samples of other than 8 bits are scaled and rounded.</para>
/// <para>What is transparent is laid on black, samples being mixed as they are stored: black is what lies around a distorted image, too.</para>
/// <para>Gamma, colour profiles, animation and other chunks that a picture can do without are passed over. Every chunk's checksum is checked,
/// nothing may follow the last chunk, and pictures above 64 million pixels or 16,384 columns or rows are refused before memory is taken.</para>
/// </remarks>
public static class PngReader
{
    /// <summary>Reads one file completely.</summary>
    /// <exception cref="DatasetException">The file is missing, unreadable, of another format, damaged or too large.</exception>
    public static ByteImage Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(path, FolderFiles.ReadFile(path));
    }

    /// <summary>Reads a file's content.</summary>
    internal static ByteImage Parse(string path, ReadOnlyMemory<byte> content, int mostPixels = PngHeaderParser.MostPixels)
    {
        PngFault fault = new(path);
        PngFile file = PngFile.Parse(fault, content, mostPixels);
        PngHeader header = file.Header;
        PngPixels pixels = new(fault, file);
        byte[] image = new byte[header.Height * header.Width * pixels.Channels];
        using PngRows rows = new(fault, file);
        foreach (PngPass pass in header.Passes)
        {
            ReadPass(rows, header, pass, pixels, image);
        }
        rows.End();
        return new ByteImage(header.Height, header.Width, pixels.Channels, image);
    }

    /// <summary>Whether a file's content gives one channel; only its first chunk is looked at.</summary>
    /// <exception cref="DatasetException">It does not start as a PNG file does.</exception>
    internal static bool IsGrey(string path, ReadOnlyMemory<byte> content)
    {
        PngFault fault = new(path);
        return PngHeaderParser.Parse(fault, new PngChunks(fault, content).Next()).IsGrey;
    }

    private static void ReadPass(PngRows rows, PngHeader header, PngPass pass, PngPixels pixels, byte[] image)
    {
        int width = pass.WidthOf(header.Width);
        if (width == 0)
        {
            return;
        }
        rows.BeginPass((int)header.RowBytes(width));
        for (int y = pass.Y; y < header.Height; y += pass.StepY)
        {
            pixels.Convert(rows.Next(), width, image.AsSpan(((y * header.Width) + pass.X) * pixels.Channels), pass.StepX);
        }
    }
}
