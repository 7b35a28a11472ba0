using StnEngine.Kernels;

namespace StnEngine;

/// <summary>Random numbers that are a function of a root seed and the stream's name: adding a stream reshuffles no other.</summary>
/// <param name="seed">Root seed of the run.</param>
/// <param name="name">For example <c>init/conv1.weight</c>.</param>
public sealed class RandomSource(ulong seed, string name)
{
    private readonly ulong _key = KeyOf(seed, name);
    private ulong _counter;

    /// <summary>The key of a named stream for counter-based generators.</summary>
    /// <param name="seed">Root seed of the run.</param>
    /// <param name="name">The stream's name.</param>
    /// <returns>FNV-1a of the name, mixed with the seed by the SplitMix64 finaliser.</returns>
    public static ulong KeyOf(ulong seed, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ulong hash = 14695981039346656037;
        foreach (char c in name)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        ulong mixed = hash + (seed * 0x9E3779B97F4A7C15);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from <paramref name="low"/> to below <paramref name="high"/>, each equally likely.</summary>
    /// <param name="low">Smallest.</param>
    /// <param name="high">Bound.</param>
    /// <returns>24 random bits between the two.</returns>
    public float Uniform(float low, float high)
    {
        (uint word, _, _, _) = Philox.Next((uint)_counter, (uint)(_counter >> 32), 0, 0, _key);
        _counter++;
        return low + ((word >> 8) * (1f / 16777216) * (high - low));
    }
}
