namespace StnEngine.Benchmarks.Peer;

/// <summary>A piece of work that both sides measure.</summary>
/// <param name="Name">As a table shows it.</param>
/// <param name="Batch">Images in it; 0 where there are none.</param>
internal readonly record struct WorkKey(string Name, int Batch)
{
    public const int ProductSize = 1024;
    private const int OperationBatch = 256;

    public static WorkKey MatrixProduct => new($"matrix product {ProductSize}^3", 0);

    public static double MatrixProductOperations => 2.0 * ProductSize * ProductSize * ProductSize;

    public static WorkKey Training(string network, int batch) => new($"training step, {network}", batch);

    public static WorkKey Inference(string network, int batch) => new($"inference, {network}", batch);

    public static WorkKey Forward(string operation) => new($"{operation}, forward", OperationBatch);

    public static WorkKey ForwardBackward(string operation) => new($"{operation}, forward and backward", OperationBatch);
}
