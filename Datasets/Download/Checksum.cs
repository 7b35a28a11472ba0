using System.Security.Cryptography;

namespace StnEngine.Datasets.Download;

/// <summary>The published digest of a file.</summary>
/// <param name="Algorithm">SHA256, or MD5 where publishers give nothing better.</param>
/// <param name="Hex">The digest in lower-case hexadecimal digits.</param>
public sealed record Checksum(HashAlgorithmName Algorithm, string Hex)
{
    /// <summary>A SHA-256 digest.</summary>
    public static Checksum Sha256(string hex) => new(HashAlgorithmName.SHA256, hex);

    /// <summary>An MD5 digest: it proves a transfer, not an origin.</summary>
    public static Checksum Md5(string hex) => new(HashAlgorithmName.MD5, hex);

    /// <summary>Algorithm and digits.</summary>
    public override string ToString() => $"{Algorithm} {Hex}";

    /// <summary>What is wrong with the stream's content from its start to its end, or null when the digest is the published one.</summary>
    internal async Task<string?> ProblemOfAsync(Stream stream, CancellationToken cancellation)
    {
        stream.Position = 0;
        byte[] digest = await CryptographicOperations.HashDataAsync(Algorithm, stream, cancellation);
        string given = Convert.ToHexStringLower(digest);
        return given == Hex ? null : $"its {Algorithm} is {given} where {Hex} was wanted";
    }
}
