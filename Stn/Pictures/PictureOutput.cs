using StnEngine.Datasets.Images;
using StnEngine.Datasets.Png;

namespace Stn.Pictures;

/// <summary>Writes pictures where a user wants them.</summary>
internal static class PictureOutput
{
    /// <summary>Writes a PNG file, and makes the folders above it that are missing.</summary>
    /// <exception cref="UserException">It cannot be written there.</exception>
    public static void Save(string path, ByteImage image) => UserFile.Write(path, () => PngWriter.Write(path, image));

    /// <summary>Writes sheets beside each other: <c>name.png</c>, <c>name-2.png</c> and so on.</summary>
    /// <returns>Their paths.</returns>
    /// <exception cref="UserException">One cannot be written there.</exception>
    public static IReadOnlyList<string> SaveSheets(string firstPath, IReadOnlyList<Picture> sheets)
    {
        string[] paths = [.. sheets.Select((_, i) => i == 0 ? firstPath : Path.ChangeExtension(firstPath, null) + FormattableString.Invariant($"-{i + 1}.png"))];
        for (int i = 0; i < paths.Length; i++)
        {
            Save(paths[i], sheets[i].Image);
        }

        return paths;
    }

    /// <summary>Writes an animated PNG file that way.</summary>
    /// <exception cref="UserException">It cannot be written there.</exception>
    public static void Save(string path, IReadOnlyList<ByteImage> frames, int delayMilliseconds) =>
        UserFile.Write(path, () => AnimatedPngWriter.Write(path, frames, delayMilliseconds));
}
