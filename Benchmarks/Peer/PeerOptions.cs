namespace StnEngine.Benchmarks.Peer;

/// <summary>What to compare and how.</summary>
/// <param name="Rounds">Rounds of each side, taken in turns.</param>
/// <param name="Repeats">Timed runs in a round; their median counts.</param>
/// <param name="Threads">Threads of both sides.</param>
/// <param name="Batches">Images in a step.</param>
/// <param name="Python">The Python that has PyTorch.</param>
/// <param name="Mnist">Folder with MNIST's four files: compares whole training runs instead; null for steps and operations.</param>
/// <param name="Epochs">Epochs of such a run.</param>
internal sealed record PeerOptions(int Rounds, int Repeats, int Threads, IReadOnlyList<int> Batches, string Python, string? Mnist, int Epochs);
