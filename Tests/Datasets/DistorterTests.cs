using StnEngine.Datasets;
using Xunit;
// For Data.RandomStream: a stream of the engine's own would be nearer in scope.
using Data = StnEngine.Datasets;

namespace StnEngine.Tests.Datasets;

public sealed class DistorterTests
{
    // 3 rows and 4 columns, no two pixels alike: any swap of axes or directions shows.
    private static readonly byte[] Asymmetric = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120];

    [Fact]
    public void Distorter_None_GivesEveryPixelExactly()
    {
        byte[] image = [.. Enumerable.Range(0, 512).Select(i => (byte)i)];
        float[] result = new float[512];
        Distorter.Create(Distortion.None, 16, 16).Apply(image, 2, 16, 16, result, 99);
        Assert.Equal(image.Select(value => value / 255f), result);
    }

    [Theory]
    [InlineData(90, new byte[] { 40, 80, 120, 30, 70, 110, 20, 60, 100, 10, 50, 90 })]
    [InlineData(-90, new byte[] { 90, 50, 10, 100, 60, 20, 110, 70, 30, 120, 80, 40 })]
    public void AffineWarp_AQuarterTurn_TurnsTheImageAsSeenOnTheScreen(double degrees, byte[] turned)
    {
        float[] result = Warp(Asymmetric, 3, 4, new Pose(double.DegreesToRadians(degrees), 1, 1, 1.5), 4, 3);
        AssertClose(turned, result);
    }

    [Fact]
    public void AffineWarp_AHalfTurn_ReversesTheImage()
        => AssertClose([.. Asymmetric.Reverse()], Warp(Asymmetric, 3, 4, new Pose(Math.PI, 1, 1.5, 1), 3, 4));

    [Fact]
    public void AffineWarp_HalfAPixel_BlendsNeighboursAndFadesIntoZero()
        => AssertClose([50, 75, 25], Warp([100, 50], 1, 2, new Pose(0, 1, 1, 0), 1, 3));

    [Fact]
    public void AffineWarp_AnyPose_EqualsThePlainFormula()
    {
        Data.RandomStream random = new(11);
        byte[] image = Digits.Draw(1, 4).Pixels;
        for (int i = 0; i < 200; i++)
        {
            Pose pose = new(random.Uniform(-4, 4), random.Uniform(0.3f, 2), random.Uniform(-5, 45), random.Uniform(-5, 45));
            float[] fast = Warp(image, 28, 28, pose, 42, 40);
            float[] plain = PlainWarp(image, 28, 28, pose, 42, 40);
            Assert.Equal(0, fast.Zip(plain, (a, b) => Math.Abs(a - b)).Max(), 1e-4f);
        }
    }

    [Fact]
    public void Distorter_EqualKeys_GiveEqualResults()
    {
        byte[] image = Digits.Draw(1, 4).Pixels;
        Distorter distorter = Distorter.Create(Distortion.RotationTranslationScale);
        Assert.Equal(Apply(distorter, image, 5), Apply(distorter, image, 5));
        Assert.NotEqual(Apply(distorter, image, 5), Apply(distorter, image, 6));
    }

    [Fact]
    public void Distorter_Rotation_DrawsAnglesOnlyAndAllOfThem()
    {
        Pose[] poses = Poses(Distortion.Rotation);
        Assert.All(poses, pose => Assert.Equal((1, 13.5, 13.5), (pose.Scale, pose.CentreX, pose.CentreY)));
        double[] degrees = [.. poses.Select(pose => double.RadiansToDegrees(pose.Radians))];
        Assert.InRange(degrees.Min(), -90, -88);
        Assert.InRange(degrees.Max(), 88, 90);
        Assert.Equal(0, degrees.Average(), 4.0);
    }

    [Fact]
    public void Distorter_RotationTranslationScale_KeepsItsRanges()
    {
        Pose[] poses = Poses(Distortion.RotationTranslationScale);
        Assert.All(poses, pose => Assert.InRange(double.RadiansToDegrees(pose.Radians), -45.001, 45.001));
        Assert.InRange(poses.Min(pose => pose.Scale), 0.6999, 0.71);
        Assert.InRange(poses.Max(pose => pose.Scale), 1.19, 1.2001);
        Assert.True(poses.Max(pose => pose.CentreX) - poses.Min(pose => pose.CentreX) > 20);
    }

    [Fact]
    public void Distorter_RotationTranslationScale_LosesNoInk()
    {
        ImageSet set = Digits.Draw(300, 9);
        AffineDistorter distorter = (AffineDistorter)Distorter.Create(Distortion.RotationTranslationScale);
        for (int i = 0; i < set.Count; i++)
        {
            byte[] image = set.Image(i).ToArray();
            double scale = distorter.Draw(image, 28, 28, (ulong)i).Scale;
            double before = image.Sum(value => value / 255.0);
            Assert.Equal(1, Apply(distorter, image, (ulong)i).Sum() / (before * scale * scale), 0.1);
        }
    }

    [Fact]
    public void Distorter_Wide_MovesTheCentreByUpToAQuarterOfTheCanvas()
    {
        Pose[] poses = Poses(Distortion.Wide);
        Assert.Equal(80, Distorter.Create(Distortion.Wide).CanvasHeight);
        Assert.InRange(poses.Max(pose => double.RadiansToDegrees(pose.Radians)), 44, 45.001);
        Assert.InRange(poses.Min(pose => pose.Scale), 0.6999, 0.71);
        foreach (double[] centres in (double[][])[[.. poses.Select(pose => pose.CentreX)], [.. poses.Select(pose => pose.CentreY)]])
        {
            Assert.InRange(centres.Min(), 19.5, 20);
            Assert.InRange(centres.Max(), 59, 59.5);
            Assert.Equal(39.5, centres.Average(), 1.5);
        }
    }

    [Fact]
    public void Distorter_AShiftOfWhatIsPutAnywhere_IsRefused()
    {
        AffineDistorter distorter = new(9, 9) { MaxShift = 0.1f, AnyPlace = true };
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => distorter.Draw(new byte[4], 2, 2, 1));
        Assert.Contains("MaxShift is 0.1, AnyPlace True", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Distorter_InkThatCannotFit_IsCentred()
    {
        byte[] full = [.. Enumerable.Repeat((byte)200, 28 * 28)];
        AffineDistorter distorter = new(20, 20) { AnyPlace = true };
        Assert.Equal(new Pose(0, 1, 9.5, 9.5), distorter.Draw(full, 28, 28, 1));
    }

    [Fact]
    public void Distorter_ABlankImage_StaysBlank()
        => Assert.All(Apply(Distorter.Create(Distortion.RotationTranslationScale), new byte[28 * 28], 1), value => Assert.Equal(0, value));

    [Fact]
    public void Distorter_WrongSizes_AreNamed()
    {
        Distorter distorter = Distorter.Create(Distortion.None);
        ArgumentException error = Assert.Throws<ArgumentException>(() => distorter.Apply(new byte[10], 1, 28, 28, new float[784], 0));
        Assert.Contains("An image of 1x28x28 has 784 pixels, given 10.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => distorter.Apply(new byte[784], 1, 28, 28, new float[785], 0));
        Assert.Contains("A canvas of 1x28x28 wants 784 floats, given 785.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Distorter_AScaleOfZero_IsRefused()
    {
        AffineDistorter distorter = new(2, 2) { MinScale = 0 };
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => distorter.Draw(new byte[4], 2, 2, 1));
        Assert.Contains("Scales 0 to 1 and 0 degrees", error.Message, StringComparison.Ordinal);
    }

    private static Pose[] Poses(Distortion distortion)
    {
        byte[] image = Digits.Draw(1, 4).Pixels;
        AffineDistorter distorter = (AffineDistorter)Distorter.Create(distortion);
        return [.. Enumerable.Range(0, 1000).Select(key => distorter.Draw(image, 28, 28, Data.RandomStream.Key(1, "test", (ulong)key)))];
    }

    private static float[] Apply(Distorter distorter, byte[] image, ulong key)
    {
        float[] result = new float[distorter.CanvasHeight * distorter.CanvasWidth];
        distorter.Apply(image, 1, 28, 28, result, key);
        return result;
    }

    private static float[] Warp(byte[] image, int height, int width, Pose pose, int canvasHeight, int canvasWidth)
    {
        float[] result = new float[canvasHeight * canvasWidth];
        AffineWarp.Apply(image, 1, height, width, InkBox.Of(image, height, width), pose, result, canvasHeight, canvasWidth);
        return result;
    }

    private static float[] PlainWarp(byte[] image, int height, int width, Pose pose, int canvasHeight, int canvasWidth)
    {
        double At(int x, int y) => x < 0 || y < 0 || x >= width || y >= height ? 0 : image[(y * width) + x] / 255.0;
        float[] result = new float[canvasHeight * canvasWidth];
        for (int i = 0; i < result.Length; i++)
        {
            double dx = ((i % canvasWidth) - pose.CentreX) / pose.Scale;
            double dy = ((i / canvasWidth) - pose.CentreY) / pose.Scale;
            double x = ((width - 1) / 2.0) + (Math.Cos(pose.Radians) * dx) - (Math.Sin(pose.Radians) * dy);
            double y = ((height - 1) / 2.0) + (Math.Sin(pose.Radians) * dx) + (Math.Cos(pose.Radians) * dy);
            (int left, int top) = ((int)Math.Floor(x), (int)Math.Floor(y));
            (double fx, double fy) = (x - left, y - top);
            result[i] = (float)(((1 - fy) * (((1 - fx) * At(left, top)) + (fx * At(left + 1, top))))
                + (fy * (((1 - fx) * At(left, top + 1)) + (fx * At(left + 1, top + 1)))));
        }
        return result;
    }

    private static void AssertClose(byte[] expected, float[] actual)
        => Assert.Equal(expected.Select(value => value / 255f), actual, (a, b) => Math.Abs(a - b) < 1e-6);

    [Fact]
    public void MappedDistorters_ByDefault_GiveEveryPixelExactly()
    {
        byte[] image = [.. Enumerable.Range(0, 512).Select(i => (byte)i)];
        foreach (Distorter distorter in new Distorter[] { new ProjectiveDistorter(16, 16), new ElasticDistorter(16, 16) })
        {
            float[] result = new float[512];
            distorter.Apply(image, 2, 16, 16, result, 99);
            Assert.Equal(0, image.Zip(result, (pixel, value) => Math.Abs((pixel / 255f) - value)).Max(), 1e-6f);
        }
    }

    // At half the size every point of the canvas shows one twice as far from the middle.
    [Fact]
    public void MappedDistorters_WithAScale_SayWhereItLeads()
    {
        float[] projective = new float[8], elastic = new float[32];
        new ProjectiveDistorter(28, 28) { MinScale = 0.5f, MaxScale = 0.5f }.DrawMap(Asymmetric, 3, 4, 1, projective);
        Assert.Equal(0, projective.Zip([2, 0, 0, 0, 2, 0, 0, 0], (a, b) => Math.Abs(a - b)).Max(), 1e-6f);
        new ElasticDistorter(28, 28) { MinScale = 0.5f, MaxScale = 0.5f }.DrawMap(Asymmetric, 3, 4, 1, elastic);
        Assert.Equal([-1f, -1f, -1 / 3f], elastic[..3], (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.Equal([1f, 1f], elastic[^2..]);
    }

    [Theory]
    [InlineData(Distortion.Projective)]
    [InlineData(Distortion.Elastic)]
    public void MappedDistorters_DrawByTheirKeyAlone_AndKeepTheImageInSight(Distortion distortion)
    {
        Distorter distorter = Distorter.Create(distortion);
        ImageSet digits = Digits.Draw(50, 4);
        float[] first = new float[28 * 28], again = new float[28 * 28], map = new float[distorter.MapLength], other = new float[distorter.MapLength];
        for (int i = 0; i < 50; i++)
        {
            distorter.Apply(digits.Image(i), 1, 28, 28, first, (ulong)i);
            distorter.Apply(digits.Image(i), 1, 28, 28, again, (ulong)i);
            Assert.Equal(first, again);
            distorter.DrawMap(digits.Image(i), 28, 28, (ulong)i, map);
            distorter.DrawMap(digits.Image(i), 28, 28, (ulong)(i + 1), other);
            Assert.NotEqual(map, other);
            Assert.All(map, value => Assert.True(float.IsFinite(value)));

            // Shrunk and bent, but there: its ink is a good part of what it was.
            float ink = 0;
            foreach (byte pixel in digits.Image(i))
            {
                ink += pixel / 255f;
            }

            Assert.InRange(first.Sum() / ink, 0.15, 2.5);
        }
    }
}
