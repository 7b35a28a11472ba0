using StnEngine.Layers;

namespace Stn.Models;

/// <summary>The convolutional localisation network of the spatial transformer paper: looks at the halved image through two convolutions of 20 filters.</summary>
internal static class SmallLocalization
{
    /// <summary>How many numbers it gives for each image.</summary>
    public const int Features = 20;

    private const int Filters = 20, Window = 5;

    /// <summary>Builds one, without the regression behind it.</summary>
    /// <param name="context">Where it is being built.</param>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="size">Side of the images, 26 or more.</param>
    public static Sequential Create(ModuleContext context, int channels, int size) => new(
        context,
        c => new AvgPool2d(2),
        c => new Conv2d(c, channels, Filters, Window),
        c => new MaxPool2d(2),
        c => new Relu(),
        c => new Conv2d(c, Filters, Filters, Window),
        c => new Relu(),
        c => new Flatten(),
        c => new Linear(c, Seen(size), Features),
        c => new Relu());

    /// <summary>Parameters of such a network.</summary>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="size">Side of the images.</param>
    public static int Parameters(int channels, int size) =>
        (((Window * Window * channels) + 1) * Filters) + (((Window * Window * Filters) + 1) * Filters) + ((Seen(size) + 1) * Features);

    private static int Seen(int size)
    {
        int side = ((((size / 2) - Window + 1) / 2) - Window) + 1;
        return Filters * side * side;
    }
}
