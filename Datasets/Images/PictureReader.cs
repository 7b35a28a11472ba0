using StnEngine.Datasets.Png;

namespace StnEngine.Datasets.Images;

/// <summary>Reads pictures that belong to no data set: PNG and PPM files, and the many in an IDX file.</summary>
public static class PictureReader
{
    private const string GzipEnd = ".gz";
    private const string IdxMark = "idx";

    /// <summary>The <c>.png</c> and <c>.ppm</c> files in a folder and its subfolders, in ordinal order of their paths; names that start with a dot are passed over.</summary>
    /// <returns>Paths below the folder, with slashes.</returns>
    /// <exception cref="DatasetException">The folder is missing or unreadable, or holds none.</exception>
    public static IReadOnlyList<string> FilesIn(string folder)
    {
        try
        {
            string[] names = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))
                .Where(name => ImageFile.IsOne(name) && name.Split('/').All(part => part[0] != '.'))
                .Order(StringComparer.Ordinal)];
            return names.Length > 0 ? names : throw new DatasetException(folder, "holds no .png or .ppm files.", "Name a file, or a folder with pictures.");
        }
        catch (DirectoryNotFoundException error)
        {
            throw new DatasetException(folder, "the folder is not there.", "Name a file, or a folder with pictures.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(folder, $"the folder cannot be read ({error.Message}).", "Check its permissions.", error);
        }
    }

    /// <summary>Reads the pictures of one file: one of PNG or PPM, all of an IDX file, whose name has <c>idx</c> in it; it may be packed by gzip.</summary>
    /// <exception cref="DatasetException">The file is missing, unreadable, damaged or of another format.</exception>
    public static IReadOnlyList<ByteImage> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (ImageFile.IsOne(path))
        {
            return [ImageFile.Parse(path, FolderFiles.ReadFile(path))];
        }

        string name = Path.GetFileName(path);
        return name.Contains(IdxMark, StringComparison.OrdinalIgnoreCase) || name.EndsWith(GzipEnd, StringComparison.OrdinalIgnoreCase)
            ? ReadIdx(path)
            : !File.Exists(path)
            ? throw new DatasetException(path, "the file is not there.", "Name a file, or a folder with pictures.")
            : throw new DatasetException(path, "is by its name neither .png nor .ppm, nor has it idx in it.", "Save the picture as PNG, and give it a name that ends so.");
    }

    /// <summary>Reads a PNG file from a stream to its end.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="stream">The stream.</param>
    /// <exception cref="DatasetException">It is no PNG file, damaged or absurdly long.</exception>
    public static ByteImage ReadPng(string name, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using MemoryStream content = new();
        byte[] part = new byte[65_536];
        for (int read = stream.Read(part); read > 0; read = stream.Read(part))
        {
            content.Write(part, 0, read);
            if (content.Length > FileSource.MostBytes)
            {
                throw new DatasetException(name, $"holds more than {FileSource.MostBytes} bytes.", "Give one PNG file.");
            }
        }

        return PngReader.Parse(name, content.ToArray());
    }

    /// <summary>Reads a PNG file's content that comes from somebody who is not trusted with much memory.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="content">The whole file.</param>
    /// <param name="mostPixels">A picture of more is refused before memory is taken.</param>
    /// <exception cref="DatasetException">It is no PNG file, damaged or too large.</exception>
    public static ByteImage ReadPng(string name, ReadOnlyMemory<byte> content, int mostPixels) => PngReader.Parse(name, content, mostPixels);

    private static IdxPictures ReadIdx(string path)
    {
        IdxArray all = IdxReader.Read(path);
        if (all.Shape.Count != 3 || all.Shape[1] is < 1 or > ByteImage.MostExtent || all.Shape[2] is < 1 or > ByteImage.MostExtent)
        {
            throw new DatasetException(path, $"its extents are {string.Join('x', all.Shape)} where images, rows and columns were wanted.", "Give a file of images, not of labels.");
        }

        return new IdxPictures(all);
    }
}
