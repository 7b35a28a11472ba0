namespace StnEngine.Datasets;

/// <summary>How an image lies in a canvas: turned and scaled about its centre, the centre then put at a point.</summary>
/// <param name="Radians">Counter-clockwise as seen on the screen.</param>
/// <param name="Scale">Above 1 the image grows.</param>
/// <param name="CentreX">Where the image's centre comes to lie, in canvas pixels; 0 is the centre of the first column.</param>
/// <param name="CentreY">The same in rows, downwards.</param>
public readonly record struct Pose(double Radians, double Scale, double CentreX, double CentreY);
