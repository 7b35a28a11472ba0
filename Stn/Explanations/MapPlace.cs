using StnEngine;
using StnEngine.Layers;

namespace Stn.Explanations;

/// <summary>Where a map's positions lie in what it was made from: see <see cref="AxisPlace"/>.</summary>
internal readonly record struct MapPlace(AxisPlace Rows, AxisPlace Columns)
{
    /// <summary>An image or map itself.</summary>
    public static MapPlace Of(Tensor images) => new(AxisPlace.Of(images.Shape[2]), AxisPlace.Of(images.Shape[3]));

    public MapPlace Pooled(Tensor result) => new(Rows.Pooled(result.Shape[2]), Columns.Pooled(result.Shape[3]));

    public MapPlace Convolved(Conv2d convolution, Tensor result)
    {
        Size2d kernel = convolution.Kernel, stride = convolution.Stride, padding = convolution.Padding;
        return new MapPlace(
            Rows.Convolved(result.Shape[2], kernel.Height, stride.Height, padding.Height),
            Columns.Convolved(result.Shape[3], kernel.Width, stride.Width, padding.Width));
    }
}
