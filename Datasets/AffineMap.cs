namespace StnEngine.Datasets;

/// <summary>Where a canvas pixel is read in an image: at column XX ox + XY oy + X0 and row YX ox + YY oy + Y0.</summary>
internal readonly record struct AffineMap(double XX, double XY, double X0, double YX, double YY, double Y0)
{
    /// <summary>Numbers that <see cref="CopyTo"/> writes.</summary>
    public const int Length = 6;

    /// <summary>What puts an image into the canvas under a pose.</summary>
    public static AffineMap Of(Pose pose, int height, int width)
    {
        (double sin, double cos) = Math.SinCos(pose.Radians);
        (sin, cos) = (sin / pose.Scale, cos / pose.Scale);
        double x0 = ((width - 1) / 2.0) - (cos * pose.CentreX) + (sin * pose.CentreY);
        double y0 = ((height - 1) / 2.0) - (sin * pose.CentreX) - (cos * pose.CentreY);
        return new AffineMap(cos, -sin, x0, sin, cos, y0);
    }

    /// <summary>Writes XX, XY, X0, YX, YY, Y0 for columns and rows counted from the canvas's middle, where floats lose least.</summary>
    public void CopyTo(Span<float> destination, int canvasHeight, int canvasWidth)
    {
        (double middleX, double middleY) = ((canvasWidth - 1) / 2.0, (canvasHeight - 1) / 2.0);
        destination[0] = (float)XX;
        destination[1] = (float)XY;
        destination[2] = (float)((XX * middleX) + (XY * middleY) + X0);
        destination[3] = (float)YX;
        destination[4] = (float)YY;
        destination[5] = (float)((YX * middleX) + (YY * middleY) + Y0);
    }
}
