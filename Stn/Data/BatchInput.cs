using StnEngine;
using StnEngine.Datasets;

namespace Stn.Data;

/// <summary>How batches of one size reach the network: what is uploaded of each, and the operations that make its images and labels of that.</summary>
internal abstract class BatchInput : IDisposable
{
    /// <summary>Uploads a batch, before the step that reads it.</summary>
    public abstract void Upload(Batch batch);

    /// <summary>The images <c>[N, C, H, W]</c> and labels <c>[N]</c> of the batch last uploaded; for a recorded step: at each replay.</summary>
    public abstract (Tensor Images, Tensor Labels) Read();

    public abstract void Dispose();
}
