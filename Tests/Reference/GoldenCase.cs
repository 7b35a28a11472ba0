using System.Globalization;

namespace StnEngine.Tests.Reference;

/// <summary>One golden file: an operation, its arguments and all tensors, as another framework computed them.</summary>
public sealed record GoldenCase(string Name, string Operation, IReadOnlyDictionary<string, string> Metadata, SafetensorsFile Tensors)
{
    public bool Has(string tensor) => Tensors.TryGet(tensor, out _);

    public float[] Values(string tensor) => Tensors[tensor].ToSingle();

    public int[] Shape(string tensor) => Tensors[tensor].Shape;

    public Array64 Array(string tensor) => Tensors[tensor].Values is double[] values
        ? new Array64(values, Shape(tensor))
        : Array64.Of(Values(tensor), Shape(tensor));

    public int[] Targets(string tensor = "target") => System.Array.ConvertAll((long[])Tensors[tensor].Values, value => (int)value);

    public string Text(string key, string otherwise) => Metadata.GetValueOrDefault(key, otherwise);

    public int Whole(string key, int otherwise) => Metadata.TryGetValue(key, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public double Real(string key, double otherwise) =>
        Metadata.TryGetValue(key, out string? text) ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    // Python's str() of a bool.
    public bool Flag(string key, bool otherwise = false) => Metadata.TryGetValue(key, out string? text)
        ? text is "True" || (text is "False" ? false : throw new FormatException($"{Name}: {key} is '{text}', not True or False."))
        : otherwise;
}
