using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>Yes or no, as a field of what is passed to kernels. A bool has no agreed size outside .NET, so a GPU kernel takes none.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Flag
{
    private readonly int _set;

    private Flag(bool set) => _set = set ? 1 : 0;

    /// <summary>The flag as a bool.</summary>
    /// <param name="flag">Any flag.</param>
    public static implicit operator bool(Flag flag) => flag._set != 0;

    /// <summary>The bool as a flag.</summary>
    /// <param name="set">Yes or no.</param>
    public static implicit operator Flag(bool set) => new(set);

    /// <summary>The flag as a bool.</summary>
    /// <returns>Yes or no.</returns>
    public bool ToBoolean() => this;

    /// <summary>The bool as a flag.</summary>
    /// <param name="set">Yes or no.</param>
    /// <returns>The flag.</returns>
    public static Flag FromBoolean(bool set) => set;

    /// <summary><c>True</c> or <c>False</c>.</summary>
    /// <returns>The word.</returns>
    public override string ToString() => ToBoolean().ToString();
}
