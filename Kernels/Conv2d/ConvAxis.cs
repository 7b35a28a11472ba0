using System.Runtime.InteropServices;

namespace StnEngine.Kernels.Gpu;

// One axis of a convolution, forward or backward: tap k of the result at place p reads the source at
// (p * Scale + Offset + k * Dilation) / Spread, if that is a whole number and inside. Forward, Scale is the stride; backward, Spread
// is, and the window is flipped.
// From one tap to the TapStep-th after it the place in the source moves by SourceStep, and so it does from one result to the
// PlaceStep-th after it, for the same tap: a row of results that lie PlaceStep apart needs one new value per tap.
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ConvAxis(int Places, int Extent, int Window, int Scale, int Offset, int Dilation, int Spread)
{
    // Where a tap reads that reads nothing.
    public const int Nowhere = int.MinValue;

    // The steps are for the host: kernels get them as fields.
    public int TapStep => Scale * Spread / GreatestDivisor(Scale * Spread, Dilation);

    public int SourceStep => Dilation * TapStep / Spread;

    public int PlaceStep => Dilation * TapStep / Scale;

    // Rows of RegisterTile.Side results that cover the axis; PlaceStep of them interlock.
    public int Tiles => Math.Min(PlaceStep, Places) * Split(Split(Places, PlaceStep), RegisterTile.Side);

    public static ConvAxis Forward(int places, int extent, int window, int stride, int padding, int dilation) =>
        new(places, extent, window, stride, -padding, dilation, 1);

    public static ConvAxis Backward(int places, int extent, int window, int stride, int padding, int dilation) =>
        new(places, extent, window, 1, padding - ((window - 1) * dilation), dilation, stride);

    // At most `count` of the taps, from `first` on.
    public ConvAxis Part(int first, int count) =>
        this with { Window = Math.Min(count, Window - first), Offset = Offset + (first * Dilation) };

    // May lie outside.
    public int Source(int place, int tap)
    {
        int spread = (place * Scale) + Offset + (tap * Dilation);
        if (Spread == 1)
        {
            return spread;
        }

        return spread % Spread == 0 ? spread / Spread : Nowhere;
    }

    private static int Split(int length, int parts) => (length + parts - 1) / parts;

    private static int GreatestDivisor(int a, int b) => b == 0 ? a : GreatestDivisor(b, a % b);
}
