using System.Globalization;
using System.Text;

namespace Stn.Terminal;

/// <summary>The line at the bottom of a terminal that tells how far a training is, drawn over itself ten times a second.</summary>
/// <remarks>
/// Where the output is no terminal only permanent lines are printed. A call of <see cref="Update"/> that does not draw reads a clock
/// and does nothing else.
/// </remarks>
/// <param name="output">Where to draw.</param>
/// <param name="interactive">Whether that is a terminal.</param>
/// <param name="width">Columns of the terminal; the progress line keeps out of the last, which makes some terminals wrap.</param>
/// <param name="time">The clock; null for the system's.</param>
internal sealed class ProgressLine(TextWriter output, bool interactive, int width, TimeProvider? time = null) : IDisposable
{
    private const int DrawsPerSecond = 10;

    // The columns that all but the bar takes.
    private const int TextWidth = 64;
    private const int Utf16CodePage = 1200;
    private const int Utf8CodePage = 65001;

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Throughput _throughput = new((time ?? TimeProvider.System).TimestampFrequency);
    private readonly StringBuilder _text = new();
    private readonly (char Done, char Left) _marks =
        output.Encoding.CodePage is Utf8CodePage or Utf16CodePage ? ('█', '░') : ('#', '.');
    private int _epoch;
    private int _shown;
    private long _latest;
    private long _idle;
    private long _nextDraw = long.MinValue;

    /// <summary>A progress line on the program's output, drawn only where that is a terminal.</summary>
    public static ProgressLine On(TextWriter output)
    {
        bool terminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        return new ProgressLine(output, terminal, terminal ? Console.WindowWidth : 80);
    }

    /// <summary>Whether there is a terminal to draw on; elsewhere only what <see cref="Line"/> prints is seen.</summary>
    public bool IsInteractive => interactive;

    /// <summary>Redraws the line if the last drawing is old enough.</summary>
    /// <param name="epoch">The epoch that runs, from 1.</param>
    /// <param name="epochs">Epochs of the training.</param>
    /// <param name="done">Images that the epoch has done.</param>
    /// <param name="total">Images of an epoch.</param>
    /// <param name="loss">Reads the loss to show; asked only when the line is drawn.</param>
    public void Update(int epoch, int epochs, long done, long total, Func<double> loss)
    {
        if (!interactive)
        {
            return;
        }
        long now = _time.GetTimestamp();
        if (epoch != _epoch)
        {
            // What lies between two epochs, a test perhaps, is not the training's speed.
            _idle += _epoch == 0 ? 0 : now - _latest;
            _epoch = epoch;
        }
        _latest = now;
        if (now >= _nextDraw)
        {
            _nextDraw = now + (_time.TimestampFrequency / DrawsPerSecond);
            _throughput.Add(now - _idle, ((epoch - 1) * total) + done);
            Compose(epoch, epochs, done, total, loss());
            Draw();
        }
    }

    /// <summary>Shows a text of the caller's own in the progress line's place, if the last drawing is old enough.</summary>
    public void Status(string text)
    {
        long now = _time.GetTimestamp();
        if (interactive && now >= _nextDraw)
        {
            _nextDraw = now + (_time.TimestampFrequency / DrawsPerSecond);
            _text.Clear().Append(text);
            Draw();
        }
    }

    /// <summary>Prints a line that stays, whole however long, in the progress line's place.</summary>
    public void Line(string text)
    {
        Clear();
        output.WriteLine(text);
        output.Flush();
    }

    /// <summary>Wipes the progress line away; permanent lines stay, and the writer stays open.</summary>
    public void Dispose() => Clear();

    private static double Fraction(long done, long total) => total > 0 ? Math.Clamp(done / (double)total, 0, 1) : 0;

    private void Compose(int epoch, int epochs, long done, long total, double loss)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        int cells = Math.Clamp(width - 1 - TextWidth, 8, 32);
        int full = (int)(cells * Fraction(done, total));
        double rate = _throughput.PerSecond;
        _text.Clear();
        _text.Append(culture, $"epoch {epoch}/{epochs} ").Append(_marks.Done, full).Append(_marks.Left, cells - full);
        _text.Append(culture, $" {Math.Floor(100 * Fraction(done, total)),3:F0}%  {rate,7:N0} images/s  ");
        AppendTime(rate > 0 ? (((epochs - epoch + 1) * total) - done) / rate : double.NaN);
        _text.Append(culture, $" left  loss {loss:F4}");
    }

    /// <summary>Minutes and seconds, before them hours if there are any; dashes where it is not known.</summary>
    private void AppendTime(double seconds)
    {
        if (!(seconds < TimeSpan.MaxValue.TotalSeconds))
        {
            _text.Append("--:--");
            return;
        }
        long whole = (long)Math.Max(0, Math.Round(seconds));
        if (whole >= 3600)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{whole / 3600}:");
        }
        _text.Append(CultureInfo.InvariantCulture, $"{whole / 60 % 60:D2}:{whole % 60:D2}");
    }

    // Spaces rather than an escape sequence wipe off what a longer line before has left: every terminal knows them.
    private void Draw()
    {
        _text.Length = Math.Clamp(width - 1, 0, _text.Length);
        int text = _text.Length;
        _text.Append(' ', Math.Max(0, _shown - text)).Insert(0, '\r');
        output.Write(_text);
        output.Flush();
        _shown = text;
    }

    private void Clear()
    {
        if (_shown > 0)
        {
            _text.Clear().Append('\r').Append(' ', _shown).Append('\r');
            output.Write(_text);
            output.Flush();
            _shown = 0;
        }
    }
}
