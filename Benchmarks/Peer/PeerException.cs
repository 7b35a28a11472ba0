namespace StnEngine.Benchmarks.Peer;

/// <summary>PyTorch's side cannot run; the message says what to do.</summary>
internal sealed class PeerException(string message) : Exception(message);
