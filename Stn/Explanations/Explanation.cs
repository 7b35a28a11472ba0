namespace Stn.Explanations;

/// <summary>What in an image spoke for a class.</summary>
/// <param name="Class">The class.</param>
/// <param name="Scores">The image's score for every class.</param>
/// <param name="Maps">The heat on the positions of the last convolution's maps; the highest is 1, unless nothing spoke for the class.</param>
/// <param name="Seen">The same on what the classifier sees: behind the transformer at the entrance, on the image itself where there is none.</param>
/// <param name="OnInput">
/// The same carried back onto the image, once for each transformer at the entrance, in their order: several side by side share their maps. Without any the one
/// that is seen.
/// </param>
internal sealed record Explanation(int Class, float[] Scores, HeatMap Maps, HeatMap Seen, IReadOnlyList<HeatMap> OnInput);
