namespace StnEngine.Kernels.Gpu;

internal sealed partial class GpuDevice
{
    public override IMemory Memory { get; }

    public override IImageBatch ImageBatch { get; }

    public override IConv2d Conv2d { get; }

    public override IMaxPool2d MaxPool2d { get; }

    public override IAvgPool2d AvgPool2d { get; }

    public override IBatchNorm BatchNorm { get; }

    public override ILinear Linear { get; }

    public override IMatMul MatMul { get; }

    public override IElementwise Elementwise { get; }

    public override IBroadcast Broadcast { get; }

    public override ICopyBox CopyBox { get; }

    public override ISum Sum { get; }

    public override IAxisReduce AxisReduce { get; }

    public override IDropout Dropout { get; }

    public override ILogSoftmax LogSoftmax { get; }

    public override INegativeLogLikelihood NegativeLogLikelihood { get; }

    public override ICrossEntropy CrossEntropy { get; }

    public override IAccuracy Accuracy { get; }

    public override IAffineGrid AffineGrid { get; }

    public override IGridSample GridSample { get; }

    public override ISpatialTransform SpatialTransform { get; }

    public override IClipNorm ClipNorm { get; }

    public override ISgd Sgd { get; }

    public override IAdam Adam { get; }
}
