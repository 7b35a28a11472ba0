using Stn;
using Stn.Data;
using Xunit;

namespace StnEngine.Tests.Programs;

public sealed class SampleRecipeTests
{
    [Theory]
    [InlineData("none", 1, 28, 10)]
    [InlineData("R", 1, 28, 10)]
    [InlineData("RTS", 1, 42, 10)]
    [InlineData("P", 1, 28, 10)]
    [InlineData("E", 1, 28, 10)]
    [InlineData("wide", 1, 80, 10)]
    [InlineData("TC", 1, 60, 10)]
    [InlineData("addition", 2, 42, 19)]
    public void SampleRecipe_OfDigits_SaysWhatReachesTheNetwork(string name, int channels, int size, int classes)
    {
        SampleForm form = SampleRecipe.Named(name).For(KnownDataset.Named("digits").Form);
        Assert.Equal((channels, size, classes), (form.Channels, form.Size, form.ClassNames.Count));
    }

    [Theory]
    [InlineData("wide", "cifar10", null)]
    [InlineData("TC", "fashion-mnist", null)]
    [InlineData("TC", "cifar10", "--distort TC: cifar10 has 3 channels; images of one channel are wanted.")]
    [InlineData("addition", "fashion-mnist", "--distort addition: class 0 of fashion-mnist is 'T-shirt/top'")]
    [InlineData("spiral", "digits", "Unknown distortion 'spiral'. Use none, R, RTS, P, E, wide, TC, addition.")]
    public void SampleRecipe_OfImagesThatDoNotSuit_SaysSo(string name, string dataset, string? wanted)
    {
        Exception? error = Record.Exception(() => SampleRecipe.Named(name).For(KnownDataset.Named(dataset).Form));
        Assert.Equal(wanted is null, error is null);
        Assert.StartsWith(wanted ?? string.Empty, (error as UserException)?.Message ?? string.Empty, StringComparison.Ordinal);
    }
}
