using System.Numerics;

namespace StnEngine.Datasets;

/// <summary>Prepares single images of a batch: table look-up, or distort or compose and normalise; or only picks them.</summary>
internal sealed class BatchFiller
{
    private readonly ImageSet _set;
    private readonly BatchOptions _options;
    private readonly float[] _mean;
    private readonly float[] _std;
    private readonly float[] _table;

    public BatchFiller(ImageSet set, BatchOptions options)
    {
        (_set, _options) = (set, options);
        if (ProblemWith(set, options) is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }
        _mean = PerChannel(options.Mean, nameof(options.Mean));
        _std = PerChannel(options.Std, nameof(options.Std));
        _table = new float[256 * Channels];
        for (int i = 0; i < _table.Length; i++)
        {
            _table[i] = (((i % 256) / 255f) - _mean[i / 256]) / _std[i / 256];
        }
    }

    public ReadOnlySpan<float> Table => _table;

    public int PickLength => 1 + (_options.Distorter?.MapLength ?? 0);

    public int Channels => _options.Composer?.Channels ?? _set.Channels;

    public int Height => _options.Composer?.Height ?? _options.Distorter?.CanvasHeight ?? _set.Height;

    public int Width => _options.Composer?.Width ?? _options.Distorter?.CanvasWidth ?? _set.Width;

    public int ImageSize => Channels * Height * Width;

    /// <summary>Fills slot <paramref name="n"/> with the image its index names.</summary>
    public void Fill(Batch batch, int n, int epoch)
    {
        int index = batch.Indices[n];
        batch.Labels[n] = _set.Labels[index];
        if (_options.Composer is { } composer)
        {
            Span<float> sample = batch.Images.AsSpan(n * ImageSize, ImageSize);
            batch.Labels[n] = composer.Compose(_set, index, sample, DistortionKey(index, epoch));
            Normalise(sample);
        }
        else if (_options.PicksOnly)
        {
            Pick(index, epoch, batch.Picks.AsSpan(n * PickLength, PickLength));
        }
        else
        {
            Prepare(index, epoch, batch.Images.AsSpan(n * ImageSize, ImageSize));
        }
    }

    private static string? ProblemWith(ImageSet set, BatchOptions options) => options switch
    {
        { Composer: { } composer, Distorter: { } distorter } =>
            $"A {composer.GetType().Name} and a {distorter.GetType().Name} are given; a composer distorts by itself what it distorts: give one of the two.",
        { Composer: { } composer, PicksOnly: true } =>
            $"{nameof(BatchOptions.PicksOnly)}: what a {composer.GetType().Name} makes can be made only here; leave one of the two out.",
        { Composer: { } composer } => composer.ProblemWith(set) is { } problem ? $"{composer.GetType().Name}: {problem}." : null,
        { Distorter: { MapLength: 0 } distorter, PicksOnly: true } =>
            $"{nameof(BatchOptions.PicksOnly)}: a {distorter.GetType().Name} can be applied only here; use none, or one with a map.",
        _ => null,
    };

    private void Pick(int index, int epoch, Span<float> pick)
    {
        pick[0] = index;
        if (_options.Distorter is { } distorter)
        {
            distorter.DrawMap(_set.Image(index), _set.Height, _set.Width, DistortionKey(index, epoch), pick[1..]);
        }
    }

    private void Prepare(int index, int epoch, Span<float> destination)
    {
        if (_options.Distorter is null)
        {
            LookUp(_set.Image(index), destination);
            return;
        }
        _options.Distorter.Apply(_set.Image(index), _set.Channels, _set.Height, _set.Width, destination, DistortionKey(index, epoch));
        Normalise(destination);
    }

    private ulong DistortionKey(int index, int epoch) => _options.FixedDistortion
        ? RandomStream.Key(_options.Seed, "augment", (ulong)index)
        : RandomStream.Key(_options.Seed, "augment", (ulong)epoch, (ulong)index);

    private void LookUp(ReadOnlySpan<byte> image, Span<float> destination)
    {
        int plane = _set.Height * _set.Width;
        for (int c = 0; c < _set.Channels; c++)
        {
            ReadOnlySpan<float> table = _table.AsSpan(256 * c, 256);
            ReadOnlySpan<byte> source = image.Slice(c * plane, plane);
            Span<float> target = destination.Slice(c * plane, source.Length);
            for (int i = 0; i < source.Length; i++)
            {
                target[i] = table[source[i]];
            }
        }
    }

    // Subtract, then divide, exactly as the table does: an image that a distorter leaves alone has the table's bits.
    private void Normalise(Span<float> image)
    {
        int plane = Height * Width;
        for (int c = 0; c < Channels; c++)
        {
            Span<float> values = image.Slice(c * plane, plane);
            (Vector<float> mean, Vector<float> std) = (new(_mean[c]), new(_std[c]));
            int i = 0;
            for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                ((new Vector<float>(values[i..]) - mean) / std).CopyTo(values[i..]);
            }
            for (; i < values.Length; i++)
            {
                values[i] = (values[i] - _mean[c]) / _std[c];
            }
        }
    }

    private float[] PerChannel(IReadOnlyList<float> given, string name)
    {
        if (given.Count != 1 && given.Count != Channels)
        {
            throw new ArgumentException(
                $"{name} has {given.Count} numbers; a sample of {_set.Name} has {Channels} channels: give one number, or one a channel.", name);
        }
        bool usable = given.All(value => float.IsFinite(value) && (value != 0 || name != nameof(BatchOptions.Std)));
        return usable
            ? [.. Enumerable.Range(0, Channels).Select(c => given[given.Count == 1 ? 0 : c])]
            : throw new ArgumentException($"{name} is {string.Join(", ", given)}; give finite numbers, none of them a divisor of 0.", name);
    }
}
