// A network of your own: it learns to read digits that are turned by up to 90 degrees, and straightens each one before it reads it.
using StnEngine;
using StnEngine.Datasets;
using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Optimizers;
using StnEngine.Transformations;

const int BatchSize = 100;
using Device device = Devices.Open("auto");

// Digits are drawn, and turned on a thread of their own. Both sets hold whole batches only, so that one recording fits all.
Distorter turned = Distorter.Create(Distortion.Rotation);
using var training = new BatchLoader(Digits.Draw(10_000, seed: 1), new BatchOptions { BatchSize = BatchSize, Distorter = turned, Shuffle = true });
using var test = new BatchLoader(Digits.Draw(2_000, seed: 2), new BatchOptions { BatchSize = BatchSize, Distorter = turned, FixedDistortion = true });

// A step of training is recorded once, and then replayed on batch after batch without an allocation.
using Module model = Build();
using var optimizer = new Adam(model, learningRate: 0.002f);
using Tensor images = Tensor.Full(device, 0, isBatched: true, BatchSize, 1, Digits.Size, Digits.Size);
using Tensor labels = Tensor.Full(device, 0, isBatched: true, BatchSize);
using RecordedStep step = RecordedStep.Record(device, Train, out Tensor loss);
for (int epoch = 1; epoch <= 5; epoch++)
{
    foreach (Batch batch in training.Epoch(epoch))
    {
        images.Upload(batch.Images);
        labels.Upload(batch.Labels);
        step.Replay();
    }

    Console.WriteLine(FormattableString.Invariant($"epoch {epoch}: last loss {loss.Item():F3}, accuracy {Accuracy(model):F2} %"));
}

// What was learnt goes into a file, which PyTorch reads too, and from there into another network of the same build.
StateFile.Save(model, "own-model.safetensors");
using Module loaded = Build();
StateFile.Load(loaded, "own-model.safetensors");
Console.WriteLine(FormattableString.Invariant($"loaded: accuracy {Accuracy(loaded):F2} %"));

Module Build() => new Sequential(
    new ModuleContext(device, Seed: 1),
    c => new SpatialTransformer(c, Localization, features: 32, new AffineTransformation(device, Digits.Size, Digits.Size)),
    c => new Conv2d(c, 1, 10, 5), c => new MaxPool2d(2), c => new Relu(),
    c => new Conv2d(c, 10, 20, 5), c => new MaxPool2d(2), c => new Relu(),
    c => new Flatten(), c => new Linear(c, 20 * 4 * 4, 10));

// Looks at an image and gives 32 numbers, from which the transformer chooses how to turn, scale and shift it.
Module Localization(ModuleContext context) => new Sequential(
    context,
    c => new MaxPool2d(2), c => new Conv2d(c, 1, 8, 5), c => new MaxPool2d(2), c => new Relu(),
    c => new Flatten(), c => new Linear(c, 8 * 5 * 5, 32), c => new Relu());

Tensor Train()
{
    optimizer.ZeroGrad();
    Tensor loss = model.Forward(images).CrossEntropy(labels);
    loss.Backward();
    optimizer.Step();
    return loss;
}

// Unrecorded: operations run as they are called, and a scope frees their tensors.
double Accuracy(Module network)
{
    using NoGrad noGrad = NoGrad.Begin();
    double right = 0;
    foreach (Batch batch in test.Epoch(0))
    {
        using TensorScope scope = TensorScope.Begin();
        images.Upload(batch.Images);
        labels.Upload(batch.Labels);
        right += network.Forward(images).CountCorrect(labels).Item();
    }

    return 100 * right / test.ImagesPerEpoch;
}
