using StnEngine;
using StnEngine.Datasets;
using StnEngine.Kernels;
using StnEngine.Transformations;

namespace Stn.Data;

/// <summary>A set's batches for one device. Its images lie there and batches are made there: the host only picks and places them.</summary>
/// <remarks>What only the host can distort or compose is prepared and uploaded by it, batch by batch.</remarks>
internal sealed class BatchSource : IDisposable
{
    private readonly Device _device;
    private readonly BatchLoader _loader;
    private readonly ImageStore? _store;
    private readonly Transformation? _distortion;

    public BatchSource(Device device, ImageSet set, BatchOptions options)
    {
        bool onDevice = options.Composer is null && options.Distorter is not { MapLength: 0 };
        _device = device;
        _loader = new BatchLoader(set, options with { PicksOnly = onDevice });
        _store = onDevice ? new ImageStore(device, set.Pixels, set.Labels, set.Channels, set.Height, set.Width, _loader.Table) : null;
        _distortion = options.Distorter switch
        {
            ProjectiveDistorter => new ProjectiveTransformation(device, _loader.Height, _loader.Width),
            ElasticDistorter => new ThinPlateSpline(device, _loader.Height, _loader.Width),
            _ => null,
        };
    }

    public int BatchesPerEpoch => _loader.BatchesPerEpoch;

    public int ImagesPerEpoch => _loader.ImagesPerEpoch;

    /// <summary>Every image once, from a batch on. A batch is valid until the next is asked for.</summary>
    public IEnumerable<Batch> Epoch(int epoch, int firstBatch = 0) => _loader.Epoch(epoch, firstBatch);

    /// <summary>The way of batches of one size to the device; the caller disposes it.</summary>
    public BatchInput Input(int batchSize) => _store is null ? new Whole(_device, _loader, batchSize) : new Picked(_device, _loader, _store, _distortion, batchSize);

    public void Dispose()
    {
        _loader.Dispose();
        _store?.Dispose();
        _distortion?.Dispose();
    }

    // A distortion that is none of affine ones is one that a transformer chooses from: the whole images go through it.
    private sealed class Picked(Device device, BatchLoader loader, ImageStore store, Transformation? distortion, int batchSize) : BatchInput
    {
        private readonly Tensor _picks = Tensor.Full(device, 0, true, batchSize, loader.PickLength);

        public override void Upload(Batch batch) => _picks.Upload(batch.Picks.AsSpan(0, _picks.Shape.Count));

        public override (Tensor Images, Tensor Labels) Read()
        {
            if (distortion is null)
            {
                return loader.PickLength == 1 ? store.Gather(_picks) : store.Warp(_picks, loader.Height, loader.Width);
            }

            (Tensor images, Tensor labels) = store.Gather(_picks.Slice(1, 0, 1));
            return (distortion.Apply(images, _picks.Slice(1, 1, loader.PickLength - 1)), labels);
        }

        public override void Dispose() => _picks.Dispose();
    }

    private sealed class Whole(Device device, BatchLoader loader, int batchSize) : BatchInput
    {
        private readonly Tensor _images = Tensor.Full(device, 0, true, batchSize, loader.Channels, loader.Height, loader.Width);
        private readonly Tensor _labels = Tensor.Full(device, 0, true, batchSize);

        public override void Upload(Batch batch)
        {
            _images.Upload(batch.Images.AsSpan(0, _images.Shape.Count));
            _labels.Upload(batch.Labels.AsSpan(0, _labels.Shape.Count));
        }

        public override (Tensor Images, Tensor Labels) Read() => (_images, _labels);

        public override void Dispose()
        {
            _images.Dispose();
            _labels.Dispose();
        }
    }
}
