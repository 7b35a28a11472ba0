using Stn.Explanations;
using Xunit;

namespace StnEngine.Tests.Explanations;

public sealed class AxisPlaceTests
{
    [Fact]
    public void Convolved_AsInTheTutorial_LiesInTheMiddleOfWhatIsSeen()
    {
        // 28 pixels, a window of 5, halved, a window of 5: a position sees 14 pixels, and the next one begins 2 further on.
        AxisPlace place = AxisPlace.Of(28).Convolved(24, 5, 1, 0).Convolved(8, 5, 1, 0);
        Assert.Equal(new AxisPlace(2, 6.5, 8, 28), place);
    }

    [Fact]
    public void Convolved_WithPaddingAndStrides_CountsThem()
    {
        Assert.Equal(new AxisPlace(1, 0, 10, 10), AxisPlace.Of(10).Convolved(10, 5, 1, 2));
        Assert.Equal(new AxisPlace(2, 1, 4, 10), AxisPlace.Of(10).Convolved(4, 3, 2, 0));

        // Halved on the way in, and a pool whose last window hangs over the edge: 42, 21, 13, 7, 1.
        Assert.Equal(new AxisPlace(4, 21.5, 1, 42), AxisPlace.Of(42).Convolved(13, 9, 1, 0).Convolved(1, 7, 1, 0));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0.3)]
    public void FromWhole_OfToWhole_IsWhatItWas(double u)
    {
        AxisPlace place = new(2, 6.5, 8, 28);
        Assert.Equal(u, place.FromWhole(place.ToWhole(u)), 1e-12);
    }

    [Fact]
    public void ToWhole_OfPositions_IsTheirPixelsPlace()
    {
        // The first position's centre, -7/8, lies at pixel 6.5 whose centre is 7 pixels from the edge.
        AxisPlace place = new(2, 6.5, 8, 28);
        Assert.Equal((2 * 7 / 28.0) - 1, place.ToWhole(-7 / 8.0), 1e-12);
        Assert.Equal(1 - (2 * 7 / 28.0), place.ToWhole(7 / 8.0), 1e-12);
    }
}
