using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StnEngine.Kernels.Cpu;

// A whole block in one 512-bit register. Chosen where the machine has fast 512-bit vectors.
internal readonly unsafe struct Lanes16(Vector512<float> value) : ILanes<Lanes16>
{
    public readonly Vector512<float> Value = value;

    public static int Width => 16;

    private static Vector512<int> LaneIndex => Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

    public static Lanes16 Broadcast(float value) => new(Vector512.Create(value));

    public static Lanes16 Load(float* from) => new(Vector512.Load(from));

    public static void Store(float* to, Lanes16 value) => value.Value.Store(to);

    public static Lanes16 operator +(Lanes16 a, Lanes16 b) => new(a.Value + b.Value);

    public static Lanes16 operator -(Lanes16 a, Lanes16 b) => new(a.Value - b.Value);

    public static Lanes16 operator *(Lanes16 a, Lanes16 b) => new(a.Value * b.Value);

    public static Lanes16 operator /(Lanes16 a, Lanes16 b) => new(a.Value / b.Value);

    public static Lanes16 MultiplyAdd(Lanes16 a, Lanes16 b, Lanes16 c) => new(Vector512.MultiplyAddEstimate(a.Value, b.Value, c.Value));

    public static Lanes16 Max(Lanes16 a, Lanes16 b) => new(Vector512.Max(a.Value, b.Value));

    public static Lanes16 Min(Lanes16 a, Lanes16 b) => new(Vector512.Min(a.Value, b.Value));

    public static Lanes16 Floor(Lanes16 a) => new(Vector512.Floor(a.Value));

    public static Lanes16 Sqrt(Lanes16 a) => new(Vector512.Sqrt(a.Value));

    public static Lanes16 Exp(Lanes16 a) => new(Vector512.Exp(a.Value));

    public static Lanes16 Log(Lanes16 a) => new(Vector512.Log(a.Value));

    public static Lanes16 Greater(Lanes16 a, Lanes16 b) => new(Vector512.GreaterThan(a.Value, b.Value));

    public static Lanes16 AreEqual(Lanes16 a, Lanes16 b) => new(Vector512.Equals(a.Value, b.Value));

    public static Lanes16 And(Lanes16 a, Lanes16 b) => new(a.Value & b.Value);

    public static Lanes16 AndNot(Lanes16 a, Lanes16 b) => new(Vector512.AndNot(a.Value, b.Value));

    public static Lanes16 Select(Lanes16 mask, Lanes16 whenSet, Lanes16 whenNot) => new(Vector512.ConditionalSelect(mask.Value, whenSet.Value, whenNot.Value));

    public static Lanes16 FirstLanes(int live) => new(Vector512.LessThan(LaneIndex, Vector512.Create(live)).AsSingle());

    public static float Sum(Lanes16 a)
    {
        Vector256<float> eight = a.Value.GetLower() + a.Value.GetUpper();
        return Lanes8.Sum(new Lanes8(eight));
    }

    // Neighbours are added in pairs until each quarter of a register holds its share of the four sums.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SumFour(Lanes16 a, Lanes16 b, Lanes16 c, Lanes16 d)
    {
        if (!Avx512F.IsSupported)
        {
            return Vector128.Create(Sum(a), Sum(b), Sum(c), Sum(d));
        }

        Vector512<float> ab = Avx512F.UnpackLow(a.Value, b.Value) + Avx512F.UnpackHigh(a.Value, b.Value);
        Vector512<float> cd = Avx512F.UnpackLow(c.Value, d.Value) + Avx512F.UnpackHigh(c.Value, d.Value);
        Vector512<float> low = Avx512F.UnpackLow(ab.AsDouble(), cd.AsDouble()).AsSingle(), high = Avx512F.UnpackHigh(ab.AsDouble(), cd.AsDouble()).AsSingle();
        Vector512<float> all = low + high;
        Vector256<float> half = all.GetLower() + all.GetUpper();
        return half.GetLower() + half.GetUpper();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Gather(float* from, int* at) => new(Vector512.Create(Lanes8.Gather(from, at).Value, Lanes8.Gather(from, at + Lanes8.Width).Value));

    public static void StoreIndices(Lanes16 index, int scale, int step, int* to) =>
        ((Vector512.ConvertToInt32Native(index.Value) * scale) + (LaneIndex * step)).Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GatherPairs(float* from, int* at, out Lanes16 first, out Lanes16 second)
    {
        Lanes8.GatherPairs(from, at, out Lanes8 first0, out Lanes8 second0);
        Lanes8.GatherPairs(from, at + Lanes8.Width, out Lanes8 first1, out Lanes8 second1);
        first = new(Vector512.Create(first0.Value, first1.Value));
        second = new(Vector512.Create(second0.Value, second1.Value));
    }
}
