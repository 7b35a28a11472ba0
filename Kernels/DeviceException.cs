namespace StnEngine.Kernels;

/// <summary>A device that is not there, has no memory left, or was used against its rules. The message says what to do.</summary>
/// <param name="message">What was asked, why it failed, what to do.</param>
/// <param name="cause">The failure below, if any.</param>
public sealed class DeviceException(string message, Exception? cause = null) : Exception(message, cause);
