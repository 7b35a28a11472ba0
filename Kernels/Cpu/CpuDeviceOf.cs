namespace StnEngine.Kernels.Cpu;

// The CPU device with its kernels compiled for one vector width.
internal sealed class CpuDevice<V> : CpuDevice
    where V : unmanaged, ILanes<V>
{
    public CpuDevice(int threads, bool watchMemory)
        : base(threads, watchMemory)
    {
        Memory = new MemoryCpu<V>(this);
        ImageBatch = new ImageBatchCpu<V>(this);
        Conv2d = new Conv2dCpu<V>(this);
        MaxPool2d = new MaxPool2dCpu<V>(this);
        AvgPool2d = new AvgPool2dCpu<V>(this);
        BatchNorm = new BatchNormCpu<V>(this);
        Linear = new LinearCpu<V>(this);
        MatMul = new MatMulCpu<V>(this);
        Elementwise = new ElementwiseCpu<V>(this);
        Broadcast = new BroadcastCpu<V>(this);
        CopyBox = new CopyBoxCpu<V>(this);
        Sum = new SumCpu<V>(this);
        AxisReduce = new AxisReduceCpu<V>(this);
        Dropout = new DropoutCpu(this);
        LogSoftmax = new LogSoftmaxCpu<V>(this);
        NegativeLogLikelihood = new NegativeLogLikelihoodCpu<V>(this);
        CrossEntropy = new CrossEntropyCpu<V>(this);
        Accuracy = new AccuracyCpu<V>(this);
        AffineGrid = new AffineGridCpu<V>(this);
        GridSample = new GridSampleCpu<V>(this);
        SpatialTransform = new SpatialTransformCpu<V>(this);
        ClipNorm = new ClipNormCpu<V>(this);
        Sgd = new SgdCpu<V>(this);
        Adam = new AdamCpu<V>(this);
    }

    public override int LaneWidth => V.Width;

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
