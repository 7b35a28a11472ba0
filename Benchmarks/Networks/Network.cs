using Stn.Models;
using StnEngine.Kernels;
using StnEngine.Layers;

namespace StnEngine.Benchmarks.Networks;

/// <summary>A network that is measured whole.</summary>
/// <param name="Name">As tables show it, and as PyTorch's side of the comparison calls it.</param>
/// <param name="Channels">Channels of an image.</param>
/// <param name="Size">Width and height of an image in pixels.</param>
/// <param name="Create">Builds it; the tutorial's for any size.</param>
internal sealed record Network(string Name, int Channels, int Size, Func<ModuleContext, Network, Module> Create)
{
    /// <summary>The tutorial's network for MNIST and for CIFAR-10, and one of the paper's size.</summary>
    public static IReadOnlyList<Network> All { get; } =
    [
        new("mnist", 1, 28, (context, n) => new TutorialStn(context, n.Channels, n.Size, 10)),
        new("cifar10", 3, 32, (context, n) => new TutorialStn(context, n.Channels, n.Size, 10)),
        new("paper-st-cnn", 1, 42, (context, n) => ClassifierFactory.Create("paper-st-cnn-affine", context, n.Channels, n.Size, 10)),
    ];

    /// <summary>The paper's plain network, which sees 42x42 whole and has as many parameters as its counterpart behind a transformer.</summary>
    public static Network PaperCnn { get; } = new("paper-cnn", 1, 42, (context, n) => ClassifierFactory.Create("paper-cnn", context, n.Channels, n.Size, 10));

    /// <summary>Multiplications and additions of convolutions and linear layers, for one image: of inference, and of a training step, in which the
    /// first layer's input needs no gradient. Counted from the shapes that an image meets: every weight is used once at each position of its result.</summary>
    /// <returns>Operations of each.</returns>
    public (long Forward, long Training) CountOperations()
    {
        using Device device = Devices.Open("cpu", 1);
        using Module model = Create(new ModuleContext(device, 1), this);
        using TensorScope scope = TensorScope.Begin();
        using NoGrad noGrad = NoGrad.Begin();
        var layers = new List<long>();
        model.Observe((module, result) =>
        {
            if (module is Conv2d or Linear)
            {
                Shape weight = module.OwnParameters[0].Tensor.Shape;
                layers.Add(2L * weight.Count * (result.Shape.Count / weight[0]));
            }
        });
        model.Forward(Tensor.Full(device, 0, true, 1, Channels, Size, Size));
        long forward = layers.Sum();
        return (forward, (3 * forward) - layers[0]);
    }

    /// <summary>The network of that name.</summary>
    /// <param name="name">One of <see cref="All"/>.</param>
    /// <returns>The network.</returns>
    public static Network Named(string name) => All.Single(n => n.Name == name);

    public override string ToString() => Name;
}
