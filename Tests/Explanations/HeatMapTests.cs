using Stn.Explanations;
using StnEngine.Kernels;
using StnEngine.Transformations;
using Xunit;

namespace StnEngine.Tests.Explanations;

public sealed class HeatMapTests
{
    [Fact]
    public void At_BetweenCentres_IsBilinearAndBeyondThemStays()
    {
        HeatMap map = new(2, 2, [0, 1, 0.5f, 0.25f]);
        Assert.Equal(0, map.At(-0.5, -0.5));
        Assert.Equal(1, map.At(1, -1));
        Assert.Equal(0.5, map.At(0, -0.9));
        Assert.Equal((0 + 1 + 0.5 + 0.25) / 4, map.At(0, 0), 1e-12);
    }

    [Fact]
    public void Laid_OverTheWhole_InterpolatesBetweenCentres()
    {
        AxisPlace one = AxisPlace.Of(1), halved = AxisPlace.Of(4).Pooled(2);
        Assert.Equal([0, 0.25f, 0.75f, 1], new HeatMap(1, 2, [0, 1]).Laid(new MapPlace(one, halved)).Values);
        Assert.Equal([0, 0.25f, 0.75f, 1], new HeatMap(2, 1, [0, 1]).Laid(new MapPlace(halved, one)).Values);
        Assert.Equal([0, 1, 0.5f], new HeatMap(1, 3, [0, 1, 0.5f]).Laid(new MapPlace(one, AxisPlace.Of(3))).Values);
    }

    [Fact]
    public void Laid_BeyondItsPositions_StaysForHalfAStepAndFadesOverOne()
    {
        // Three positions, two pixels apart, around the pixels 4, 6 and 8.
        AxisPlace place = new(2, 4, 3, 13);
        float[] laid = new HeatMap(1, 3, [1, 0, 1]).Laid(new MapPlace(AxisPlace.Of(1), place)).Values;
        Assert.Equal([0, 0, 0.5f, 1, 1, 0.5f, 0, 0.5f, 1, 1, 0.5f, 0, 0], laid, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData(TransformationKind.Affine)]
    [InlineData(TransformationKind.Projective)]
    [InlineData(TransformationKind.ThinPlateSpline)]
    public void CarriedBack_ByTheIdentity_StaysWhereItIs(TransformationKind kind)
    {
        using Device device = Devices.Open("cpu", 1);
        using var transformation = Transformation.Create(kind, device, 8, 8);
        double[] identity = [.. transformation.Identity.Select(p => (double)p)];
        HeatMap map = Spot(8, 8, row: 2, column: 5);
        HeatMap carried = map.CarriedBack((u, v) => transformation.Map(identity, u, v), 8, 8);
        Assert.Equal(map.Values.Index().MaxBy(p => p.Item).Index, carried.Values.Index().MaxBy(p => p.Item).Index);
        Assert.Equal(map.Values.Sum(), carried.Values.Sum(), 0.1);
    }

    [Fact]
    public void CarriedBack_ByAKnownAffineTransformation_LandsWhereItWasRead()
    {
        // Turned by a quarter, halved and moved to the right lower quarter: (u, v) is read at (0.5 - v / 2, 0.5 + u / 2).
        HeatMap carried = Spot(10, 10, row: 1, column: 8).CarriedBack((u, v) => (0.5 - (v / 2), 0.5 + (u / 2)), 40, 40);

        // The spot's centre (0.7, -0.7) is read at (0.85, 0.85): column and row 37 of 40, one output pixel being two wide.
        (double row, double column) = Middle(carried);
        Assert.Equal(37, column, 0.1);
        Assert.Equal(37, row, 0.1);
        Assert.All(carried.Values.Index().Where(p => p.Index / 40 < 20 || p.Index % 40 < 20), p => Assert.Equal(0, p.Item));
    }

    [Fact]
    public void CarriedBack_WhatIsReadEverywhere_LeavesNoHoles()
    {
        // The frame is three times as large as the input.
        HeatMap carried = new HeatMap(2, 2, [1, 1, 1, 1]).CarriedBack((u, v) => (3 * u, 3 * v), 23, 31);
        Assert.All(carried.Values, value => Assert.Equal(1, value, 1e-6));
    }

    [Fact]
    public void CarriedBack_ByWhatIsNotFinite_IsEmpty()
    {
        HeatMap carried = new HeatMap(1, 1, [1]).CarriedBack((_, _) => (double.NaN, double.PositiveInfinity), 4, 4);
        Assert.All(carried.Values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void ShareWithin_AMask_IsItsPartOfTheWhole()
    {
        HeatMap map = new(1, 4, [0.5f, 0, 0.25f, 0.25f]);
        Assert.Equal(0.75, map.ShareWithin([true, true, false, true]), 1e-12);
        Assert.Equal(double.NaN, new HeatMap(1, 1, [0]).ShareWithin([true]));
        Assert.Throws<ArgumentException>(() => map.ShareWithin([true]));
    }

    private static HeatMap Spot(int height, int width, int row, int column)
    {
        float[] values = new float[height * width];
        values[(row * width) + column] = 1;
        return new HeatMap(height, width, values);
    }

    // The centre of all heat, in pixels from the corner.
    private static (double Row, double Column) Middle(HeatMap map)
    {
        double sum = map.Values.Sum();
        return (
            map.Values.Index().Sum(p => p.Item * ((p.Index / map.Width) + 0.5)) / sum,
            map.Values.Index().Sum(p => p.Item * ((p.Index % map.Width) + 0.5)) / sum);
    }
}
