using StnEngine.Datasets;
using StnEngine.Datasets.Scenes;
using Xunit;

namespace StnEngine.Tests.Datasets.Scenes;

public sealed class ClutterComposerTests
{
    private static readonly ImageSet Set = Digits.Draw(60, 4);
    private static readonly ClutterComposer Clutter = new(60, 60);
    private static readonly ClutterComposer Alone = new(60, 60) { Patches = 0 };

    [Fact]
    public void ClutterComposer_EqualKeys_GiveEqualSamples()
    {
        Assert.Equal(Compose(Clutter, Set, 3, 5), Compose(Clutter, Set, 3, 5));
        Assert.NotEqual(Compose(Clutter, Set, 3, 5), Compose(Clutter, Set, 3, 6));
        Assert.NotEqual(Compose(Clutter, Set, 3, 5), Compose(Clutter, Set, 4, 5));
        Assert.Equal(Set.Labels[3], Clutter.Compose(Set, 3, new float[60 * 60], 5));
    }

    [Fact]
    public void ClutterComposer_WithoutPatches_ShowsEveryInkedPixelAtItsPlace()
    {
        for (int i = 0; i < Set.Count; i++)
        {
            ImagePlace place = Alone.PlaceOf(Set, i, (ulong)i);
            float[] expected = new float[60 * 60];
            for (int pixel = 0; pixel < 28 * 28; pixel++)
            {
                if (Set.Image(i)[pixel] > 0)
                {
                    expected[((place.Top + (pixel / 28)) * 60) + place.Left + (pixel % 28)] = Set.Image(i)[pixel] / 255f;
                }
            }

            float[] sample = Compose(Alone, Set, i, (ulong)i);
            Assert.Equal(expected, sample);
            Assert.Equal(InkBox.Of(Array.ConvertAll(sample, v => (byte)(v * 255)), 60, 60), place.Ink);
        }
    }

    // A 2x3 block of ink has 8 x 8 places on 9x10: 6,400 draws put 100 at each. 63 degrees of freedom stay below 103.4 with probability 0.999.
    [Fact]
    public void ClutterComposer_Places_AreEquallyLikely()
    {
        byte[] image = new byte[36];
        foreach (int pixel in (int[])[7, 8, 9, 13, 14, 15])
        {
            image[pixel] = 200;
        }

        ImageSet set = new("block", image, [0], 1, 6, 6, Digits.ClassNames);
        ClutterComposer composer = new(9, 10) { Patches = 0 };
        int[] counts = new int[64];
        for (int i = 0; i < 6400; i++)
        {
            InkBox ink = composer.PlaceOf(set, 0, StnEngine.Datasets.RandomStream.Key(1, "test", (ulong)i)).Ink;
            Assert.Equal((3, 2), (ink.Width, ink.Height));
            counts[(ink.Top * 8) + ink.Left]++;
        }

        Assert.InRange(counts.Sum(n => (n - 100) * (n - 100) / 100.0), 0, 103.4);
    }

    // On so large a canvas patches hardly ever overlap.
    [Theory]
    [InlineData(6, 6)]
    [InlineData(16, 6)]
    [InlineData(3, 5)]
    [InlineData(0, 6)]
    public void ClutterComposer_Patches_AreAsManyAndAsLargeAsAskedFor(int patches, int patchSize)
    {
        ImageSet set = MarkedImages.Of(10);
        ClutterComposer composer = new(400, 500) { Patches = patches, PatchSize = patchSize };
        int whole = 0;
        for (int key = 0; key < 20; key++)
        {
            float[] sample = Compose(composer, set, 0, (ulong)key);
            Assert.Equal(64, sample.Count(v => v == MarkedImages.Grey(0) / 255f));
            int others = sample.Count(v => v > 0) - 64;
            Assert.InRange(others, 0, patches * patchSize * patchSize);
            whole += others == patches * patchSize * patchSize ? 1 : 0;
        }

        Assert.InRange(whole, 15, 20);
    }

    [Fact]
    public void ClutterComposer_APatch_IsASquareOfAnImage()
    {
        // The other image counts its pixels, from 30: a patch says where it was cut.
        byte[] pixels = [.. new byte[14 * 14], .. Enumerable.Range(30, 14 * 14).Select(i => (byte)i)];
        ImageSet set = new("counting", pixels, [0, 1], 1, 14, 14, Digits.ClassNames);
        ClutterComposer composer = new(30, 40) { Patches = 1, PatchSize = 4 };
        HashSet<int> corners = [];
        for (int key = 0; key < 2000; key++)
        {
            byte[] sample = Array.ConvertAll(Compose(composer, set, 0, (ulong)key), v => (byte)Math.Round(v * 255));
            InkBox box = InkBox.Of(sample, 30, 40);
            int[] patch = [.. Enumerable.Range(0, 16).Select(i => sample[((box.Top + (i / 4)) * 40) + box.Left + (i % 4)] - 30)];
            Assert.Equal((4, 4), (box.Width, box.Height));
            Assert.Equal(Enumerable.Range(0, 16).Select(i => patch[0] + (i / 4 * 14) + (i % 4)), patch);
            corners.Add(patch[0]);
        }

        Assert.Equal(Enumerable.Range(0, 121).Select(i => (i / 11 * 14) + (i % 11)), corners.Order());
    }

    [Fact]
    public void ClutterComposer_Patches_ComeFromAllImagesButTheOneShown()
    {
        ImageSet set = MarkedImages.Of(7);
        ClutterComposer composer = new(50, 50);
        for (int index = 0; index < 7; index++)
        {
            HashSet<int> seen = [];
            for (int key = 0; key < 40; key++)
            {
                float[] sample = Compose(composer, set, index, (ulong)key);
                InkBox shown = composer.PlaceOf(set, index, (ulong)key).Ink;
                Assert.All(Enumerable.Range(0, sample.Length).Where(i => sample[i] == MarkedImages.Grey(index) / 255f), i =>
                    Assert.True(i % 50 >= shown.Left && i % 50 <= shown.Right && i / 50 >= shown.Top && i / 50 <= shown.Bottom));
                seen.UnionWith(MarkedImages.In(sample));
            }

            Assert.Equal(Enumerable.Range(0, 7), seen.Order());
        }
    }

    [Fact]
    public void ClutterComposer_WherePixelsMeet_TheBrighterIsSeen()
    {
        ImageSet set = new("two greys", [.. Enumerable.Repeat((byte)100, 36), .. Enumerable.Repeat((byte)200, 36)], [0, 1], 1, 6, 6, Digits.ClassNames);
        ClutterComposer composer = new(6, 6) { Patches = 1 };
        Assert.All(Compose(composer, set, 0, 1), v => Assert.Equal(200 / 255f, v));
        Assert.All(Compose(composer, set, 1, 1), v => Assert.Equal(200 / 255f, v));
    }

    // Of 49 squares 11 hold four or more of the 16 inked pixels.
    [Fact]
    public void ClutterComposer_APatch_HoldsInk()
    {
        byte[] pixels = new byte[2 * 144];
        for (int i = 0; i < 16; i++)
        {
            pixels[144 + (i / 4 * 12) + (i % 4)] = 255;
        }

        ImageSet set = new("corner", pixels, [0, 1], 1, 12, 12, Digits.ClassNames);
        ClutterComposer composer = new(30, 30) { Patches = 1 };
        Assert.All(Enumerable.Range(0, 100), key => Assert.InRange(Compose(composer, set, 0, (ulong)key).Sum(), 3.6f, 16));
        Assert.All(Compose(composer, set, 1, 1).Order().SkipLast(16), v => Assert.Equal(0, v));
    }

    [Fact]
    public void ClutterComposer_AnyNumberOfPatches_LeavesTheImageAtItsPlace()
    {
        ClutterComposer many = new(60, 60) { Patches = 16 };
        for (int i = 0; i < Set.Count; i++)
        {
            Assert.Equal(Alone.PlaceOf(Set, i, 9), many.PlaceOf(Set, i, 9));
            Assert.All(Compose(Alone, Set, i, 9).Zip(Compose(many, Set, i, 9)), pair => Assert.True(pair.First <= pair.Second));
        }
    }

    [Fact]
    public void ClutterComposer_InkThatCannotFit_IsCentred()
    {
        ClutterComposer composer = new(4, 20) { Patches = 0 };
        Assert.All(Enumerable.Range(0, 50), key =>
        {
            InkBox ink = composer.PlaceOf(MarkedImages.Of(1), 0, (ulong)key).Ink;
            Assert.Equal((-2, 5), (ink.Top, ink.Bottom));
            Assert.InRange(ink.Left, 0, 12);
        });
        Assert.Equal(32, Compose(composer, MarkedImages.Of(1), 0, 1).Count(v => v > 0));
    }

    [Fact]
    public void ClutterComposer_ABlankImage_HasAPlaceWithoutInk()
    {
        ImageSet blank = new("blank", new byte[2 * 36], [0, 1], 1, 6, 6, Digits.ClassNames);
        Assert.True(Clutter.PlaceOf(blank, 0, 1).Ink.IsEmpty);
        Assert.All(Compose(Clutter, blank, 0, 1), v => Assert.Equal(0, v));
    }

    [Fact]
    public void ClutterComposer_WhatDoesNotSuit_IsNamed()
    {
        Assert.Contains("marked has 1 images; 2 or more are wanted", Refusal(Clutter, MarkedImages.Of(1)), StringComparison.Ordinal);
        Assert.Null(Alone.ProblemWith(MarkedImages.Of(1)));
        Assert.Null(Clutter.ProblemWith(MarkedImages.Of(0)));
        Assert.Contains("colours has 3 channels", Refusal(Clutter, new ImageSet("colours", new byte[24], [0, 1], 3, 2, 2, Digits.ClassNames)), StringComparison.Ordinal);
        Assert.Contains("a patch of 9x9 is larger", Refusal(new ClutterComposer(60, 60) { PatchSize = 9 }, MarkedImages.Of(2)), StringComparison.Ordinal);
        Assert.Contains("-1 patches", Refusal(new ClutterComposer(60, 60) { Patches = -1 }, MarkedImages.Of(2)), StringComparison.Ordinal);
        ArgumentException error = Assert.Throws<ArgumentException>(() => Clutter.Compose(Set, 0, new float[100], 1));
        Assert.Contains("A sample of 1x60x60 wants 3600 floats, given 100.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Clutter.Compose(Set, 60, new float[3600], 1));
    }

    private static string Refusal(ClutterComposer composer, ImageSet set)
        => Assert.Throws<ArgumentException>(() => composer.Compose(set, 0, new float[composer.Height * composer.Width], 1)).Message;

    // Over numbers that must not stay.
    private static float[] Compose(ClutterComposer composer, ImageSet set, int index, ulong key)
    {
        float[] sample = [.. Enumerable.Repeat(7f, composer.Height * composer.Width)];
        composer.Compose(set, index, sample, key);
        return sample;
    }
}
