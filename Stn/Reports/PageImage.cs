using StnEngine.Datasets.Images;
using StnEngine.Datasets.Png;

namespace Stn.Reports;

/// <summary>An image that a page carries in itself. The file is made when the page is written, and only then.</summary>
internal sealed class PageImage
{
    private readonly Lazy<string> _address;

    private PageImage(int height, int width, Func<PngPicture> draw)
    {
        (Height, Width) = (height, width);
        _address = new Lazy<string>(() =>
        {
            using var file = new MemoryStream();
            PngWriter.Write(file, draw());
            return $"data:image/png;base64,{Convert.ToBase64String(file.GetBuffer(), 0, (int)file.Length)}";
        });
    }

    public int Height { get; }

    public int Width { get; }

    /// <summary>The image as a data address.</summary>
    public string Address => _address.Value;

    public static PageImage Of(PageForm form, ReadOnlySpan<float> planes) => Strip(form, [planes.ToArray()]);

    /// <summary>Images of one form below each other.</summary>
    public static PageImage Strip(PageForm form, IReadOnlyList<float[]> images)
    {
        int height = form.ShownHeight * images.Count;
        return new PageImage(
            height, form.ShownWidth, () => PngPicture.Of(new ByteImage(height, form.ShownWidth, form.ShownChannels, images.SelectMany(form.Pixels).ToArray())));
    }

    /// <summary>A picture as it is.</summary>
    public static PageImage Of(PngPicture picture) => new(picture.Header.Height, picture.Header.Width, () => picture);
}
