using StnEngine;
using StnEngine.Layers;

namespace Stn.Models;

/// <summary>The tutorial's classifier without its transformer: two convolutions and two fully connected layers.</summary>
internal sealed class TutorialCnn : Module
{
    private readonly Conv2d _conv1;
    private readonly Conv2d _conv2;
    private readonly Dropout? _convDropout;
    private readonly Linear _fc1;
    private readonly Dropout? _fcDropout;
    private readonly Linear _fc2;

    public TutorialCnn(ModuleContext context, int channels, int size, int classes, bool dropout = true)
    {
        int mapSize = (((size - 4) / 2) - 4) / 2;
        _conv1 = Add("conv1", new Conv2d(context.Child("conv1"), channels, 10, 5));
        _conv2 = Add("conv2", new Conv2d(context.Child("conv2"), 10, 20, 5));
        _convDropout = dropout ? Add("conv2_drop", new Dropout(context.Child("conv2_drop"), wholeChannels: true)) : null;
        _fc1 = Add("fc1", new Linear(context.Child("fc1"), 20 * mapSize * mapSize, 50));
        _fcDropout = dropout ? Add("fc1_drop", new Dropout(context.Child("fc1_drop"))) : null;
        _fc2 = Add("fc2", new Linear(context.Child("fc2"), 50, classes));
    }

    protected override Tensor Run(Tensor input)
    {
        Tensor x = _conv1.Forward(input).MaxPool2d(2, relu: true);
        x = _conv2.Forward(x);
        x = (_convDropout?.Forward(x) ?? x).MaxPool2d(2, relu: true);
        x = _fc1.ForwardRelu(x.Flatten());
        return _fc2.Forward(_fcDropout?.Forward(x) ?? x);
    }
}
