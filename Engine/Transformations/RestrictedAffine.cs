using StnEngine.Kernels;

namespace StnEngine.Transformations;

/// <summary>Affine transformations whose six numbers are sums of fewer.</summary>
public abstract class RestrictedAffine : AffineTransformation
{
    private const int Entries = 6;
    private readonly float[] _map;
    private readonly float[] _start;
    private readonly Tensor _mapTensor;
    private readonly Tensor _startTensor;

    /// <summary>A family whose <c>theta</c> is <c>map * parameters + start</c>.</summary>
    /// <param name="device">Where the images are.</param>
    /// <param name="height">Output rows.</param>
    /// <param name="width">Output columns.</param>
    /// <param name="alignCorners">Whether -1 and 1 are the centres of the outermost pixels; otherwise their outer edges.</param>
    /// <param name="map"><c>[6, parameters]</c>, row by row.</param>
    /// <param name="start"><c>[6]</c>.</param>
    protected RestrictedAffine(Device device, int height, int width, bool alignCorners, float[] map, float[] start)
        : base(device, height, width, alignCorners)
    {
        (_map, _start) = (map, start);
        _mapTensor = Constant(map, Entries, map.Length / Entries);
        _startTensor = Constant(start, Entries);
    }

    private protected override void Theta(ReadOnlySpan<double> parameters, Span<double> theta)
    {
        for (int entry = 0; entry < Entries; entry++)
        {
            theta[entry] = _start[entry];
            for (int i = 0; i < parameters.Length; i++)
            {
                theta[entry] += _map[(entry * parameters.Length) + i] * parameters[i];
            }
        }
    }

    private protected override Tensor Theta(Tensor parameters) => parameters.Linear(_mapTensor, _startTensor);
}
