using System.Globalization;

namespace Stn.Reports;

/// <summary>An axis from one round number to another, with round numbers between.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end, above the lower one.</param>
/// <param name="Step">From mark to mark.</param>
internal sealed record ChartAxis(double Low, double High, double Step)
{
    private const int Marks = 4;

    /// <summary>The marks, from the lower end.</summary>
    public IEnumerable<double> Ticks => Enumerable.Range(0, (int)Math.Round((High - Low) / Step) + 1).Select(i => Low + (i * Step));

    /// <summary>An axis on which all values find room; what is not finite is passed over.</summary>
    /// <param name="values">Any number of them, none too.</param>
    /// <param name="most">The upper end at most, for shares of a whole.</param>
    /// <param name="span">From end to end at least, so that what hardly changes does not look as if it did.</param>
    public static ChartAxis For(IEnumerable<double> values, double most = double.PositiveInfinity, double span = 0)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        (double low, double high) = finite.Length == 0 ? (0, 1) : (finite.Min(), finite.Max());

        // What lies near zero is seen best from zero.
        low = low > 0 && low < 0.4 * high ? 0 : low;
        if (high - low < 1e-9 * Math.Max(1e-3, Math.Abs(high)))
        {
            (low, high) = (low - (0.5 * Math.Max(1e-3, Math.Abs(low))), high + (0.5 * Math.Max(1e-3, Math.Abs(high))));
        }

        double lacking = Math.Max(0, span - (high - low)) / 2;
        (low, high) = high + lacking > most ? (high - span, high) : (low - lacking, high + lacking);
        double step = Round((high - low) / Marks);
        (double from, double to) = (Math.Floor((low / step) + 1e-9) * step, Math.Ceiling((high / step) - 1e-9) * step);
        return new ChartAxis(from, high <= most && to > most ? most : to, step);
    }

    /// <summary>Where a value lies: 0 at the lower end, 1 at the upper.</summary>
    public double Place(double value) => (value - Low) / (High - Low);

    /// <summary>A mark as it is written, with no more digits than it needs.</summary>
    public string Text(double value)
    {
        int digits = Math.Clamp(1 - (int)Math.Floor(Math.Log10(Step) + 1e-9), 0, 12);
        return Math.Round(value, digits).ToString(Step < 1e-5 ? "0.##E0" : "#,0.######", CultureInfo.InvariantCulture);
    }

    // The nearest of 1, 2, 2.5 and 5 times a power of ten.
    private static double Round(double step)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        double times = step / power;
        return power * (times < 1.4 ? 1 : times < 2.3 ? 2 : times < 3.5 ? 2.5 : times < 7 ? 5 : 10);
    }
}
