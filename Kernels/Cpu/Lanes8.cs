using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StnEngine.Kernels.Cpu;

// Half a block in a 256-bit register: AVX2 machines.
internal readonly unsafe struct Lanes8(Vector256<float> value) : ILanes<Lanes8>
{
    public readonly Vector256<float> Value = value;

    public static int Width => 8;

    private static Vector256<int> LaneIndex => Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7);

    public static Lanes8 Broadcast(float value) => new(Vector256.Create(value));

    public static Lanes8 Load(float* from) => new(Vector256.Load(from));

    public static void Store(float* to, Lanes8 value) => value.Value.Store(to);

    public static Lanes8 operator +(Lanes8 a, Lanes8 b) => new(a.Value + b.Value);

    public static Lanes8 operator -(Lanes8 a, Lanes8 b) => new(a.Value - b.Value);

    public static Lanes8 operator *(Lanes8 a, Lanes8 b) => new(a.Value * b.Value);

    public static Lanes8 operator /(Lanes8 a, Lanes8 b) => new(a.Value / b.Value);

    public static Lanes8 MultiplyAdd(Lanes8 a, Lanes8 b, Lanes8 c) => new(Vector256.MultiplyAddEstimate(a.Value, b.Value, c.Value));

    public static Lanes8 Max(Lanes8 a, Lanes8 b) => new(Vector256.Max(a.Value, b.Value));

    public static Lanes8 Min(Lanes8 a, Lanes8 b) => new(Vector256.Min(a.Value, b.Value));

    public static Lanes8 Floor(Lanes8 a) => new(Vector256.Floor(a.Value));

    public static Lanes8 Sqrt(Lanes8 a) => new(Vector256.Sqrt(a.Value));

    public static Lanes8 Exp(Lanes8 a) => new(Vector256.Exp(a.Value));

    public static Lanes8 Log(Lanes8 a) => new(Vector256.Log(a.Value));

    public static Lanes8 Greater(Lanes8 a, Lanes8 b) => new(Vector256.GreaterThan(a.Value, b.Value));

    public static Lanes8 AreEqual(Lanes8 a, Lanes8 b) => new(Vector256.Equals(a.Value, b.Value));

    public static Lanes8 And(Lanes8 a, Lanes8 b) => new(a.Value & b.Value);

    public static Lanes8 AndNot(Lanes8 a, Lanes8 b) => new(Vector256.AndNot(a.Value, b.Value));

    public static Lanes8 Select(Lanes8 mask, Lanes8 whenSet, Lanes8 whenNot) => new(Vector256.ConditionalSelect(mask.Value, whenSet.Value, whenNot.Value));

    public static Lanes8 FirstLanes(int live) => new(Vector256.LessThan(LaneIndex, Vector256.Create(live)).AsSingle());

    public static float Sum(Lanes8 a)
    {
        Vector128<float> four = a.Value.GetLower() + a.Value.GetUpper();
        return Lanes4.Sum(new Lanes4(four));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SumFour(Lanes8 a, Lanes8 b, Lanes8 c, Lanes8 d)
    {
        if (!Avx.IsSupported)
        {
            return Vector128.Create(Sum(a), Sum(b), Sum(c), Sum(d));
        }

        Vector256<float> all = Avx.HorizontalAdd(Avx.HorizontalAdd(a.Value, b.Value), Avx.HorizontalAdd(c.Value, d.Value));
        return all.GetLower() + all.GetUpper();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Gather(float* from, int* at) => new(Vector256.Create(Lanes4.Gather(from, at).Value, Lanes4.Gather(from, at + Lanes4.Width).Value));

    public static void StoreIndices(Lanes8 index, int scale, int step, int* to) =>
        ((Vector256.ConvertToInt32Native(index.Value) * scale) + (LaneIndex * step)).Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GatherPairs(float* from, int* at, out Lanes8 first, out Lanes8 second)
    {
        Lanes4.GatherPairs(from, at, out Lanes4 first0, out Lanes4 second0);
        Lanes4.GatherPairs(from, at + Lanes4.Width, out Lanes4 first1, out Lanes4 second1);
        first = new(Vector256.Create(first0.Value, first1.Value));
        second = new(Vector256.Create(second0.Value, second1.Value));
    }
}
