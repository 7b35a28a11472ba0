namespace StnEngine.Datasets.Png;

/// <summary>What a pixel of a PNG file is made of, by the format's numbers.</summary>
public enum PngColourType
{
    /// <summary>One sample; 1, 2, 4, 8 or 16 bits.</summary>
    Grey = 0,

    /// <summary>Red, green, blue; 8 or 16 bits each.</summary>
    Rgb = 2,

    /// <summary>The number of a colour in the file's palette; 1, 2, 4 or 8 bits.</summary>
    Palette = 3,

    /// <summary>Grey and opacity; 8 or 16 bits each.</summary>
    GreyAlpha = 4,

    /// <summary>Red, green, blue and opacity; 8 or 16 bits each.</summary>
    RgbAlpha = 6,
}
