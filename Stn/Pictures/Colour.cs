namespace Stn.Pictures;

/// <summary>Red, green and blue of 0 to 255 in sRGB.</summary>
internal readonly record struct Colour(byte Red, byte Green, byte Blue);
