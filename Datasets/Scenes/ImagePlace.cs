namespace StnEngine.Datasets.Scenes;

/// <summary>Where an image lies on a canvas, in whole pixels.</summary>
/// <param name="Left">The column in which the image's first column lies; negative where columns without ink are cut off.</param>
/// <param name="Top">The same in rows.</param>
/// <param name="Ink">The smallest box on the canvas around the image's ink; empty where it has none.</param>
public readonly record struct ImagePlace(int Left, int Top, InkBox Ink);
