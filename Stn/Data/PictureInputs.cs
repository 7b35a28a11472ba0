using StnEngine.Datasets;
using StnEngine.Datasets.Images;

namespace Stn.Data;

/// <summary>The pictures that a command is pointed at: a file, a folder with its subfolders, or a PNG from the standard input.</summary>
/// <remarks>What cannot be read is told and passed over, so that one bad file does not cost the others.</remarks>
/// <param name="place">A path, or <c>-</c>.</param>
/// <param name="openInput">Opens the standard input.</param>
/// <param name="complain">Told of each file that cannot be read.</param>
internal sealed class PictureInputs(string place, Func<Stream> openInput, Action<string> complain)
{
    /// <summary>For help.</summary>
    public const string Formats =
        "PNG or PPM files, a folder of them with its subfolders, an IDX file (idx in its name, .gz or not), or - for a PNG from the standard input. "
        + "A picture of another size than the model's images is fitted: resized as in folders of images, after what is no square was laid on a black one; "
        + "where the model was trained on a larger canvas (RTS) it is laid in the middle of it. Models of sets whose images come in many sizes take it stretched, as in training. "
        + "Colour becomes grey, or grey colour, as the model wants it.";

    private const string StandardInput = "-";

    /// <summary>Whether there were pictures that could not be read.</summary>
    public bool AnyFailed { get; private set; }

    /// <summary>Reads file after file. Those of a folder are named by their paths in it, those of an IDX file by their numbers in brackets.</summary>
    /// <exception cref="DatasetException">The folder is unreadable or holds no pictures.</exception>
    public IEnumerable<(string Name, ByteImage Picture)> Read()
    {
        bool isFolder = Directory.Exists(place);
        foreach (string name in isFolder ? PictureReader.FilesIn(place) : [place])
        {
            IReadOnlyList<ByteImage> pictures = ReadOne(isFolder ? Path.Combine(place, name) : name);
            for (int i = 0; i < pictures.Count; i++)
            {
                yield return (pictures.Count == 1 ? name : FormattableString.Invariant($"{name}[{i}]"), pictures[i]);
            }
        }
    }

    private IReadOnlyList<ByteImage> ReadOne(string path)
    {
        try
        {
            if (path != StandardInput)
            {
                return PictureReader.Read(path);
            }

            using Stream input = openInput();
            return [PictureReader.ReadPng(path, input)];
        }
        catch (DatasetException error)
        {
            AnyFailed = true;
            complain(error.Message);
            return [];
        }
    }
}
