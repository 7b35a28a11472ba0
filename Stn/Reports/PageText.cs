using System.Globalization;

namespace Stn.Reports;

/// <summary>Numbers as pages show them.</summary>
internal static class PageText
{
    /// <summary>A number, the same whatever the reader's country.</summary>
    public static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
