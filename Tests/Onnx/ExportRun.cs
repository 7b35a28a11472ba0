using StnEngine.Layers;
using StnEngine.Onnx;
using StnEngine.Tests.Checkpoints;
using StnEngine.Tests.Operations;
using StnEngine.Tests.Reference;
using Xunit;

namespace StnEngine.Tests.Onnx;

internal static class ExportRun
{
    // The error of a tensor that all operations are held to.
    private const double Tolerance = 5e-5;

    // Exports a module by one example, and compares what the file computes of a larger batch with what the module computes.
    public static OnnxModel Check(Module module, float[] images, params int[] shape)
    {
        using var folder = new TemporaryFolder();
        Kernels.Device device = module.NamedParameters().First().Tensor.Device;
        using TensorScope scope = TensorScope.Begin();
        OnnxFile.Write(folder.File("model.onnx"), module, Tensor.Batch(device, images.AsSpan(0, images.Length / shape[0]), [1, .. shape[1..]]));
        var model = new OnnxModel(folder.File("model.onnx"));
        Array64 theirs = OnnxReference.Run(model, Array64.Of(images, shape));
        module.Evaluate();
        Tensor ours = module.Forward(Tensor.Batch(device, images, shape));
        Assert.Equal(ours.Shape.Extents.ToArray(), theirs.Shape);
        Assert.InRange(Comparison.RelativeError(ours.ToArray(), theirs.Values), 0, Tolerance);
        return model;
    }

    public static OnnxModel Check(Module module, params int[] shape) => Check(module, Drawn.Signed(new RandomSource(1, "images"), Array64.CountOf(shape)), shape);

    // Weights as training leaves them: no two parameters alike, and regression layers that choose more than the identity.
    public static T Disturbed<T>(T module, float by)
        where T : Module
    {
        foreach ((string name, Tensor tensor) in module.NamedParameters())
        {
            float[] noise = Drawn.Signed(new RandomSource(2, name), tensor.Shape.Count);
            tensor.Upload([.. tensor.ToArray().Zip(noise, (value, other) => value + (by * other))]);
        }

        return module;
    }
}
