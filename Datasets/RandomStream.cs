using System.Diagnostics.CodeAnalysis;

namespace StnEngine.Datasets;

/// <summary>Random numbers from a root seed, a stream name and further keys: equal inputs give equal numbers.</summary>
/// <remarks>
/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), the same on every machine; <see cref="Normal"/> is so up to rounding. Streams are
/// independent of each other, so what one consumer draws never shifts another. A mutable value: pass it by reference, a copy repeats
/// the same numbers.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "Stream is the word for it where random numbers are meant.")]
public struct RandomStream
{
    private ulong _state;

    /// <summary>Continues from a key, such as one made by <see cref="Key"/>.</summary>
    public RandomStream(ulong key) => _state = key;

    /// <summary>The stream called <paramref name="name"/> of a root seed, told apart further by <paramref name="keys"/>.</summary>
    public RandomStream(ulong seed, string name, params ReadOnlySpan<ulong> keys)
        : this(Key(seed, name, keys))
    {
    }

    /// <summary>Hashes a root seed, a stream name (FNV-1a over its characters) and further keys into one key.</summary>
    public static ulong Key(ulong seed, string name, params ReadOnlySpan<ulong> keys)
    {
        ArgumentNullException.ThrowIfNull(name);
        ulong hash = 0xCBF29CE484222325;
        foreach (char letter in name)
        {
            hash = (hash ^ letter) * 0x100000001B3;
        }
        ulong key = Mix(Mix(seed) ^ hash);
        foreach (ulong part in keys)
        {
            key = Mix(key + 0x9E3779B97F4A7C15 + Mix(part));
        }
        return key;
    }

    /// <summary>All 64 bits.</summary>
    public ulong NextUInt64() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>Uniform in [0, 1), a multiple of 2^-24.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1f / (1 << 24));

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public float Uniform(float low, float high) => low + ((high - low) * NextSingle());

    /// <summary>Normal with mean 0 and standard deviation 1 (Box and Muller).</summary>
    public float Normal()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return (float)(radius * Math.Cos(Math.Tau * NextDouble()));
    }

    /// <summary>Uniform in 0 to <paramref name="bound"/> - 1, without bias (Lemire's multiplication with rejection).</summary>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        ulong wide = (NextUInt64() >> 32) * (ulong)bound;
        uint least = (uint)-bound % (uint)bound;
        while ((uint)wide < least)
        {
            wide = (NextUInt64() >> 32) * (ulong)bound;
        }
        return (int)(wide >> 32);
    }

    /// <summary>Puts the values into a random order (Fisher and Yates).</summary>
    public void Shuffle(Span<int> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int other = NextInt32(i + 1);
            (values[i], values[other]) = (values[other], values[i]);
        }
    }

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
