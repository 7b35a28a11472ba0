using System.Diagnostics.CodeAnalysis;
using StnEngine.Kernels;

namespace StnEngine;

// What every operation asks of its tensors before it starts. Messages name the operation and what was given.
internal static class Require
{
    public static void That([DoesNotReturnIf(false)] bool condition, string operation, string problem)
    {
        if (!condition)
        {
            throw new ShapeException(operation, problem);
        }
    }

    // All given, and on one device.
    public static void Given(string operation, Tensor first, params ReadOnlySpan<Tensor?> others)
    {
        ArgumentNullException.ThrowIfNull(first, operation);
        foreach (Tensor? other in others)
        {
            if (other is not null && !ReferenceEquals(other.Device, first.Device))
            {
                throw new DeviceException($"{operation}: one tensor is on {first.Device.Spec}, another on {other.Device.Spec}. Put both on the same device.");
            }
        }
    }

    public static void Batched(string operation, string name, Tensor tensor, int rank)
    {
        if (!tensor.IsBatched || tensor.Shape.Rank != rank)
        {
            throw new ShapeException(operation, $"{name} must be a batch of rank {rank}; {(tensor.IsBatched ? "a batch" : "a plain tensor")} of shape {tensor.Shape} was given");
        }
    }

    public static void Plain(string operation, string name, Tensor tensor, int rank)
    {
        if (tensor.IsBatched || tensor.Shape.Rank != rank)
        {
            throw new ShapeException(operation, $"{name} must be a plain tensor of rank {rank}; {(tensor.IsBatched ? "a batch" : "a plain tensor")} of shape {tensor.Shape} was given");
        }
    }
}
