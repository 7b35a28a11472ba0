namespace Stn.Pictures;

/// <summary>A folder for what transformers make of pictures: a PNG file for each picture and each transformer on it.</summary>
internal sealed class WarpedPictures(string folder)
{
    private const string End = ".png";

    /// <summary>Writes one: <c>a/b.ppm</c> goes to <c>a/b.ppm.png</c>, <c>x.png</c> to <c>x.png</c>, the second transformer's to <c>x-2.png</c>.</summary>
    /// <param name="name">The picture's name.</param>
    /// <param name="transformer">Which of the transformers side by side.</param>
    /// <param name="pixels"><c>[channels, height, width]</c>, 0 to 1.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <exception cref="UserException">It cannot be written.</exception>
    public void Write(string name, int transformer, ReadOnlySpan<float> pixels, int channels, int height, int width) =>
        PictureOutput.Save(Path.Combine(folder, FileOf(name, transformer)), PlaneImage.Of(pixels, channels, height, width));

    private static string FileOf(string name, int transformer)
    {
        // A path that leads out of the folder, or from the root, is cut to its last part.
        string inside = Path.IsPathRooted(name) || name.Split('/', '\\').Contains("..") ? Path.GetFileName(name) : name;
        inside = inside == "-" ? "standard-input" : inside.Replace('[', '-').Replace("]", string.Empty, StringComparison.Ordinal);
        inside = inside.EndsWith(End, StringComparison.OrdinalIgnoreCase) ? inside[..^End.Length] : inside;
        return transformer == 0 ? inside + End : FormattableString.Invariant($"{inside}-{transformer + 1}{End}");
    }
}
