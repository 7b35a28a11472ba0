using StnEngine.Datasets;
using StnEngine.Datasets.Scenes;

namespace Stn.Data;

/// <summary>What reaches the network of images of one kind.</summary>
/// <param name="Distorter">What is done to each image; null for nothing.</param>
/// <param name="Composer">What makes samples of several images; null where each is made of one.</param>
/// <param name="Channels">Channels of a sample.</param>
/// <param name="Size">Side of a sample.</param>
/// <param name="ClassNames">What labels of samples mean.</param>
internal sealed record SampleForm(Distorter? Distorter, SceneComposer? Composer, int Channels, int Size, IReadOnlyList<string> ClassNames);
