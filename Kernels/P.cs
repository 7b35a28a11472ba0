namespace StnEngine.Kernels; internal static class Placeholder;
