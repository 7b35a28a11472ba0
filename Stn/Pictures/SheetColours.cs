namespace Stn.Pictures;

/// <summary>The colours that sheets share.</summary>
internal static class SheetColours
{
    public static readonly Colour Page = new(18, 20, 26);
    public static readonly Colour Card = new(36, 41, 52);
    public static readonly Colour Heading = new(240, 242, 246);
    public static readonly Colour Text = new(168, 178, 194);
}
