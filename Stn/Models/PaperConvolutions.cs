using StnEngine.Layers;

namespace Stn.Models;

/// <summary>The convolutional half of the spatial transformer paper's classifiers: 9x9 and 7x7 windows, each halved by pooling that rounds up.</summary>
internal static class PaperConvolutions
{
    /// <summary>Down to features <c>[N, <see cref="Features"/>]</c>.</summary>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="filters">Filters of both convolutions.</param>
    /// <param name="between">What stands between the two.</param>
    public static Func<ModuleContext, Module>[] Parts(int channels, int filters, params Func<ModuleContext, Module>[] between) =>
    [
        c => new Conv2d(c, channels, filters, 9),
        c => new MaxPool2d(2, ceilMode: true),
        c => new Relu(),
        .. between,
        c => new Conv2d(c, filters, filters, 7),
        c => new MaxPool2d(2, ceilMode: true),
        c => new Relu(),
        c => new Flatten(),
    ];

    /// <summary>Side of the feature maps behind the first convolution and pooling.</summary>
    public static int FirstMapSide(int side) => (side - 8 + 1) / 2;

    /// <summary>What is left of an image after both convolutions and poolings.</summary>
    public static int Features(int side, int filters)
    {
        int last = (FirstMapSide(side) - 6 + 1) / 2;
        return filters * last * last;
    }
}
