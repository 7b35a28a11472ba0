using System.Text.Json.Serialization;

namespace Stn.Reports;

/// <summary>What a page's script knows of a chart: epochs, where they lie from 0 to 1, and each line's name and values.</summary>
internal sealed record ChartData(int[] X, double[] At, string[] Names, string[][] Values);

[JsonSerializable(typeof(ChartData))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ChartJson : JsonSerializerContext;
