using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StnEngine.Kernels.Cpu;

// A quarter of a block in a 128-bit register: Arm, and x86 before AVX2.
internal readonly unsafe struct Lanes4(Vector128<float> value) : ILanes<Lanes4>
{
    public readonly Vector128<float> Value = value;

    public static int Width => 4;

    private static Vector128<int> LaneIndex => Vector128.Create(0, 1, 2, 3);

    public static Lanes4 Broadcast(float value) => new(Vector128.Create(value));

    public static Lanes4 Load(float* from) => new(Vector128.Load(from));

    public static void Store(float* to, Lanes4 value) => value.Value.Store(to);

    public static Lanes4 operator +(Lanes4 a, Lanes4 b) => new(a.Value + b.Value);

    public static Lanes4 operator -(Lanes4 a, Lanes4 b) => new(a.Value - b.Value);

    public static Lanes4 operator *(Lanes4 a, Lanes4 b) => new(a.Value * b.Value);

    public static Lanes4 operator /(Lanes4 a, Lanes4 b) => new(a.Value / b.Value);

    public static Lanes4 MultiplyAdd(Lanes4 a, Lanes4 b, Lanes4 c) => new(Vector128.MultiplyAddEstimate(a.Value, b.Value, c.Value));

    public static Lanes4 Max(Lanes4 a, Lanes4 b) => new(Vector128.Max(a.Value, b.Value));

    public static Lanes4 Min(Lanes4 a, Lanes4 b) => new(Vector128.Min(a.Value, b.Value));

    public static Lanes4 Floor(Lanes4 a) => new(Vector128.Floor(a.Value));

    public static Lanes4 Sqrt(Lanes4 a) => new(Vector128.Sqrt(a.Value));

    public static Lanes4 Exp(Lanes4 a) => new(Vector128.Exp(a.Value));

    public static Lanes4 Log(Lanes4 a) => new(Vector128.Log(a.Value));

    public static Lanes4 Greater(Lanes4 a, Lanes4 b) => new(Vector128.GreaterThan(a.Value, b.Value));

    public static Lanes4 AreEqual(Lanes4 a, Lanes4 b) => new(Vector128.Equals(a.Value, b.Value));

    public static Lanes4 And(Lanes4 a, Lanes4 b) => new(a.Value & b.Value);

    public static Lanes4 AndNot(Lanes4 a, Lanes4 b) => new(Vector128.AndNot(a.Value, b.Value));

    public static Lanes4 Select(Lanes4 mask, Lanes4 whenSet, Lanes4 whenNot) => new(Vector128.ConditionalSelect(mask.Value, whenSet.Value, whenNot.Value));

    public static Lanes4 FirstLanes(int live) => new(Vector128.LessThan(LaneIndex, Vector128.Create(live)).AsSingle());

    public static float Sum(Lanes4 a)
    {
        Vector128<float> v = a.Value;
        return (v[0] + v[2]) + (v[1] + v[3]);
    }

    // Four loads: where there is an instruction for it, that is the slower one (seen on Zen 4).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Gather(float* from, int* at) => new(Vector128.Create(from[at[0]], from[at[1]], from[at[2]], from[at[3]]));

    public static void StoreIndices(Lanes4 index, int* to) => ((Vector128.ConvertToInt32Native(index.Value) * Layout.Lanes) + LaneIndex).Store(to);
}
