namespace StnEngine.Datasets.Png;

/// <summary>The checksum at the end of zlib data: two sums modulo 65521, of the bytes and of the first sum after each byte.</summary>
internal struct Adler32
{
    private const uint Modulus = 65_521;

    // As many bytes as the second sum takes without overflow.
    private const int Stretch = 5552;

    private uint _sumOfSums;
    private uint _sum = 1;

    public Adler32()
    {
    }

    public readonly uint Value => (_sumOfSums << 16) | _sum;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            ReadOnlySpan<byte> stretch = bytes[..Math.Min(Stretch, bytes.Length)];
            foreach (byte value in stretch)
            {
                _sum += value;
                _sumOfSums += _sum;
            }
            (_sum, _sumOfSums) = (_sum % Modulus, _sumOfSums % Modulus);
            bytes = bytes[stretch.Length..];
        }
    }
}
