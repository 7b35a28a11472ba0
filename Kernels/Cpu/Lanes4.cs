using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

    public static Vector128<float> SumFour(Lanes4 a, Lanes4 b, Lanes4 c, Lanes4 d) => Vector128.Create(Sum(a), Sum(b), Sum(c), Sum(d));

    // Four loads: where there is an instruction for it, that is the slower one (seen on Zen 4).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Gather(float* from, int* at) => new(Vector128.Create(from[at[0]], from[at[1]], from[at[2]], from[at[3]]));

    public static void StoreIndices(Lanes4 index, int scale, int step, int* to) =>
        ((Vector128.ConvertToInt32Native(index.Value) * scale) + (LaneIndex * step)).Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GatherPairs(float* from, int* at, out Lanes4 first, out Lanes4 second)
    {
        // Both floats of a pair in one load.
        Vector128<float> low = Vector128.Create(*(double*)(from + at[0]), *(double*)(from + at[1])).AsSingle();
        Vector128<float> high = Vector128.Create(*(double*)(from + at[2]), *(double*)(from + at[3])).AsSingle();
        if (Sse.IsSupported)
        {
            (first, second) = (new(Sse.Shuffle(low, high, 0b10_00_10_00)), new(Sse.Shuffle(low, high, 0b11_01_11_01)));
        }
        else
        {
            first = new(Vector128.Create(low[0], low[2], high[0], high[2]));
            second = new(Vector128.Create(low[1], low[3], high[1], high[3]));
        }
    }
}
