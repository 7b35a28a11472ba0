using ILGPU.Algorithms;

namespace StnEngine.Kernels.Gpu;

// The arithmetic of elementwise operators on a GPU: one float a thread. A set mask is 1.
internal readonly struct Scalar(float value) : IReal<Scalar>
{
    public readonly float Value = value;

    public static Scalar Broadcast(float value) => new(value);

    public static Scalar operator +(Scalar a, Scalar b) => new(a.Value + b.Value);

    public static Scalar operator -(Scalar a, Scalar b) => new(a.Value - b.Value);

    public static Scalar operator *(Scalar a, Scalar b) => new(a.Value * b.Value);

    public static Scalar operator /(Scalar a, Scalar b) => new(a.Value / b.Value);

    public static Scalar Max(Scalar a, Scalar b) => new(GpuMath.Max(a.Value, b.Value));

    public static Scalar Sqrt(Scalar a) => new(XMath.Sqrt(a.Value));

    public static Scalar Exp(Scalar a) => new(XMath.Exp(a.Value));

    public static Scalar Log(Scalar a) => new(GpuMath.Log(a.Value));

    public static Scalar Floor(Scalar a) => new(SampleAxis.Floor(a.Value));

    // Floats on purpose: ILGPU 1.5.3 takes the integers of `? 1 : 0` for the bits of a float, on CUDA and OpenCL.
    public static Scalar Greater(Scalar a, Scalar b) => new(a.Value > b.Value ? 1f : 0f);

    public static Scalar And(Scalar a, Scalar b) => Select(a, b, a);

    public static Scalar Select(Scalar mask, Scalar whenSet, Scalar whenNot) => mask.Value != 0 ? whenSet : whenNot;
}
