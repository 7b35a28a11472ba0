namespace StnEngine;

/// <summary>A number that is NaN or infinite where finite ones are wanted. The message says where it came from and what to do.</summary>
/// <param name="message">What is not finite, and where.</param>
/// <param name="cause">What was caught first, if anything.</param>
public sealed class NonFiniteException(string message, Exception? cause = null) : ArithmeticException(message, cause)
{
    /// <summary>The operation that made it or met it, such as <c>Conv2d</c>; null for none.</summary>
    public string? Operation { get; init; }

    /// <summary>The path of the module that the operation stands in; empty for the model itself, null outside of all modules.</summary>
    public string? Module { get; init; }

    /// <summary>The full name of the parameter that holds it, or whose gradient does; null for none.</summary>
    public string? Parameter { get; init; }

    /// <summary>Positions in the batch of the images that have such numbers; empty where numbers belong to no image.</summary>
    public IReadOnlyList<int> Images { get; init; } = [];
}
