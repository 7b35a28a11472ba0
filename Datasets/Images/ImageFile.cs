using StnEngine.Datasets.Png;
using StnEngine.Datasets.Ppm;

namespace StnEngine.Datasets.Images;

/// <summary>Files of either format that is read here; the end of its name says which a file has.</summary>
internal static class ImageFile
{
    private const string PngEnd = ".png";
    private const string PpmEnd = ".ppm";

    /// <summary>Whether a name has the end of an image's.</summary>
    public static bool IsOne(string name) => Ends(name, PngEnd) || Ends(name, PpmEnd);

    /// <summary>Reads a file's content.</summary>
    /// <exception cref="DatasetException">It is not of the format that its name promises, or damaged.</exception>
    public static ByteImage Parse(string path, ReadOnlyMemory<byte> content)
        => Ends(path, PngEnd) ? PngReader.Parse(path, content) : PpmReader.Parse(path, content);

    /// <summary>Whether a file has one channel, without decoding it. PPM has three.</summary>
    /// <exception cref="DatasetException">It is missing, unreadable, or does not start as a PNG file does.</exception>
    public static bool IsGrey(string path) => Ends(path, PngEnd) && PngReader.IsGrey(path, FolderFiles.ReadFile(path));

    private static bool Ends(string name, string end) => name.EndsWith(end, StringComparison.OrdinalIgnoreCase);
}
