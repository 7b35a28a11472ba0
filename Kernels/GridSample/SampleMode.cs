namespace StnEngine.Kernels;

/// <summary>How an image is read between its pixels.</summary>
public enum SampleMode
{
    /// <summary>Blends the four nearest pixels. Where a position crosses a pixel centre its slope is the right-hand one.</summary>
    Bilinear,

    /// <summary>Takes the nearest pixel; half-way between two, the even one. The slope in the position is 0.</summary>
    Nearest,

    /// <summary>Cubic convolution over 4x4 pixels with a = -0.75; may overshoot.</summary>
    Bicubic,
}
