using System.Runtime.Intrinsics;

namespace StnEngine.Kernels.Cpu;

// One image at a time: machines with no vector instructions, and the tail of a loop over plain floats.
// A set mask is the float whose bits are all ones.
internal readonly unsafe struct Lanes1(float value) : ILanes<Lanes1>
{
    public readonly float Value = value;

    public static int Width => 1;

    public static Lanes1 Broadcast(float value) => new(value);

    public static Lanes1 Load(float* from) => new(*from);

    public static void Store(float* to, Lanes1 value) => *to = value.Value;

    public static Lanes1 operator +(Lanes1 a, Lanes1 b) => new(a.Value + b.Value);

    public static Lanes1 operator -(Lanes1 a, Lanes1 b) => new(a.Value - b.Value);

    public static Lanes1 operator *(Lanes1 a, Lanes1 b) => new(a.Value * b.Value);

    public static Lanes1 operator /(Lanes1 a, Lanes1 b) => new(a.Value / b.Value);

    public static Lanes1 MultiplyAdd(Lanes1 a, Lanes1 b, Lanes1 c) => new((a.Value * b.Value) + c.Value);

    public static Lanes1 Max(Lanes1 a, Lanes1 b) => new(MathF.Max(a.Value, b.Value));

    public static Lanes1 Min(Lanes1 a, Lanes1 b) => new(MathF.Min(a.Value, b.Value));

    public static Lanes1 Floor(Lanes1 a) => new(MathF.Floor(a.Value));

    public static Lanes1 Sqrt(Lanes1 a) => new(MathF.Sqrt(a.Value));

    public static Lanes1 Exp(Lanes1 a) => new(MathF.Exp(a.Value));

    public static Lanes1 Log(Lanes1 a) => new(MathF.Log(a.Value));

    public static Lanes1 Greater(Lanes1 a, Lanes1 b) => Mask(a.Value > b.Value);

    public static Lanes1 AreEqual(Lanes1 a, Lanes1 b) => Mask(a.Value == b.Value);

    public static Lanes1 And(Lanes1 a, Lanes1 b) => FromBits(Bits(a) & Bits(b));

    public static Lanes1 AndNot(Lanes1 a, Lanes1 b) => FromBits(Bits(a) & ~Bits(b));

    public static Lanes1 Select(Lanes1 mask, Lanes1 whenSet, Lanes1 whenNot) => Bits(mask) != 0 ? whenSet : whenNot;

    public static Lanes1 FirstLanes(int live) => Mask(live > 0);

    public static float Sum(Lanes1 a) => a.Value;

    public static Vector128<float> SumFour(Lanes1 a, Lanes1 b, Lanes1 c, Lanes1 d) => Vector128.Create(Sum(a), Sum(b), Sum(c), Sum(d));

    public static Lanes1 Gather(float* from, int* at) => new(from[*at]);

    public static void StoreIndices(Lanes1 index, int scale, int step, int* to) => *to = (int)index.Value * scale;

    public static void GatherPairs(float* from, int* at, out Lanes1 first, out Lanes1 second) => (first, second) = (new(from[*at]), new(from[*at + 1]));

    private static Lanes1 Mask(bool set) => FromBits(set ? -1 : 0);

    private static int Bits(Lanes1 a) => BitConverter.SingleToInt32Bits(a.Value);

    private static Lanes1 FromBits(int bits) => new(BitConverter.Int32BitsToSingle(bits));
}
