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

    // theta = map * parameters + start, the map row by row, [6, parameters].
    private protected RestrictedAffine(Device device, int height, int width, bool alignCorners, float[] map, float[] start)
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
