using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>A sum over every element, scaled: 1 for a sum, 1 / count for a mean.</summary>
/// <param name="Input">How the input is stored.</param>
/// <param name="Scale">Factor on the sum.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SumDims(Layout Input, float Scale);
