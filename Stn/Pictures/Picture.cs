using System.Numerics;
using StnEngine.Datasets.Images;

namespace Stn.Pictures;

/// <summary>An RGB canvas, black at first. What reaches beyond its edges is cut off.</summary>
/// <remarks>Positions are in pixels from the upper left corner; the centre of the first pixel is (0.5, 0.5).</remarks>
internal sealed class Picture
{
    private const int PixelBytes = 3;

    public Picture(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        (Width, Height) = (width, height);
        Rgb = new byte[checked(PixelBytes * width * height)];
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary><c>[Height, Width, 3]</c>.</summary>
    public byte[] Rgb { get; }

    /// <summary>The pixels as an image that can be saved; later drawing shows in it.</summary>
    public ByteImage Image => new(Height, Width, PixelBytes, Rgb);

    /// <summary>The whole picture.</summary>
    public PictureArea Area => new(0, 0, Width, Height);

    public Colour this[int x, int y]
    {
        get
        {
            int i = Offset(x, y);
            return new Colour(Rgb[i], Rgb[i + 1], Rgb[i + 2]);
        }
        private set
        {
            int i = Offset(x, y);
            (Rgb[i], Rgb[i + 1], Rgb[i + 2]) = (value.Red, value.Green, value.Blue);
        }
    }

    /// <summary>The width of a text that <see cref="DrawText"/> draws, without the gap after its last letter.</summary>
    public static int TextWidth(string text, int zoom = 1) => zoom * Math.Max(0, (text.Length * (Font5x7.GlyphWidth + 1)) - 1);

    /// <summary>Paints everything, or a part.</summary>
    public void Fill(Colour colour, PictureArea? part = null)
    {
        PictureArea area = Area.Intersect(part ?? Area);
        for (int y = area.Top; y < area.Bottom; y++)
        {
            for (int x = area.Left; x < area.Right; x++)
            {
                this[x, y] = colour;
            }
        }
    }

    /// <summary>Paints an image, each of its pixels as a square of <paramref name="zoom"/> pixels.</summary>
    /// <param name="values"><c>[channels, height, width]</c>, clamped to 0..1; NaN is black.</param>
    /// <param name="channels">1 for grey, 2 for red and green, 3 for red, green, blue.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="left">The column in which the image begins.</param>
    /// <param name="top">The row in which the image begins.</param>
    /// <param name="zoom">Pixels of the picture for a pixel of the image.</param>
    /// <exception cref="ArgumentException">The number of values contradicts the sizes, or there are not 1 to 3 channels.</exception>
    public void DrawImage(ReadOnlySpan<float> values, int channels, int height, int width, int left, int top, int zoom = 1)
    {
        if (channels is not (1 or 2 or 3) || values.Length != channels * height * width)
        {
            throw new ArgumentException(
                $"An image of {channels}x{height}x{width} in {values.Length} values cannot be drawn; give 1 to 3 planes of height x width.",
                nameof(values));
        }
        int plane = height * width;
        int green = channels == 1 ? 0 : plane;
        int blue = channels == 1 ? 0 : 2 * plane;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int i = (y * width) + x;
                Colour colour = new(ToByte(values[i]), ToByte(values[i + green]), channels == 2 ? (byte)0 : ToByte(values[i + blue]));
                Fill(colour, new PictureArea(left + (x * zoom), top + (y * zoom), zoom, zoom));
            }
        }
    }

    /// <summary>Draws an anti-aliased line with round ends; nothing where an end is not finite.</summary>
    /// <param name="from">One end, x right and y down.</param>
    /// <param name="to">The other end.</param>
    /// <param name="thickness">Breadth in pixels.</param>
    /// <param name="colour">Blended with what is there at the line's edges.</param>
    /// <param name="within">What lies outside this part is cut off.</param>
    public void DrawLine(Vector2 from, Vector2 to, float thickness, Colour colour, PictureArea? within = null)
    {
        if (!float.IsFinite(from.X + from.Y + to.X + to.Y))
        {
            return;
        }
        float reach = (thickness + 1) / 2;
        PictureArea area = Area.Intersect(within ?? Area);
        (int left, int right) = Cover(from.X, to.X, reach, area.Left, area.Right);
        (int top, int bottom) = Cover(from.Y, to.Y, reach, area.Top, area.Bottom);
        for (int y = top; y < bottom; y++)
        {
            for (int x = left; x < right; x++)
            {
                // A pixel is covered as a disc would be: fully up to half a pixel inside the edge, not at all half a pixel outside.
                Blend(x, y, colour, Math.Clamp(reach - Distance(x + 0.5, y + 0.5, from, to), 0, 1));
            }
        }
    }

    /// <summary>Writes a line of text in the 5x7 font; characters beyond ASCII become a box.</summary>
    public void DrawText(string text, int left, int top, Colour colour, int zoom = 1)
    {
        for (int i = 0; i < text.Length; i++)
        {
            int descent = zoom * Font5x7.Descent(text[i]);
            DrawGlyph(text[i], left + (i * zoom * (Font5x7.GlyphWidth + 1)), top + descent, colour, zoom);
        }
    }

    private void DrawGlyph(char character, int left, int top, Colour colour, int zoom)
    {
        for (int y = 0; y < Font5x7.GlyphHeight; y++)
        {
            for (int x = 0; x < Font5x7.GlyphWidth; x++)
            {
                if (Font5x7.HasInk(character, x, y))
                {
                    Fill(colour, new PictureArea(left + (x * zoom), top + (y * zoom), zoom, zoom));
                }
            }
        }
    }

    // In double, and the cast of a clamped number: an end may lie a million pixels away.
    private static (int First, int End) Cover(double a, double b, double reach, int low, int high)
        => (
            (int)Math.Clamp(Math.Floor(Math.Min(a, b) - reach), low, high),
            (int)Math.Clamp(Math.Ceiling(Math.Max(a, b) + reach), low, high));

    private static double Distance(double x, double y, Vector2 from, Vector2 to)
    {
        (double alongX, double alongY) = ((double)to.X - from.X, (double)to.Y - from.Y);
        (double toX, double toY) = (x - from.X, y - from.Y);
        double length = (alongX * alongX) + (alongY * alongY);
        double t = length > 0 ? Math.Clamp(((toX * alongX) + (toY * alongY)) / length, 0, 1) : 0;
        return double.Hypot(toX - (t * alongX), toY - (t * alongY));
    }

    private static byte ToByte(float value) => (byte)((float.Clamp(value, 0, 1) * 255) + 0.5f);

    private static byte Mix(byte below, byte above, double share) => (byte)(below + ((above - below) * share) + 0.5);

    private int Offset(int x, int y) => PixelBytes * ((y * Width) + x);

    private void Blend(int x, int y, Colour colour, double share)
    {
        Colour below = this[x, y];
        this[x, y] = new Colour(
            Mix(below.Red, colour.Red, share), Mix(below.Green, colour.Green, share), Mix(below.Blue, colour.Blue, share));
    }
}
