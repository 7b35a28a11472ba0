using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using StnEngine.Datasets.Images;

namespace Stn.Serving;

/// <summary>A picture as it came in a request: a PNG file, base64 of one in JSON, or pixels in JSON.</summary>
internal sealed record SentPicture
{
    private const string PngType = "image/png", JsonType = "application/json";
    private const string Name = "the picture";
    private const int MostShown = 100;
    private const string Wanted = """Send {"png": "<base64>"}, or {"width": 28, "height": 28, "channels": 1, "pixels": [0, 255, ...]}, row by row from 0 to 255.""";

    /// <summary>A PNG file; then all else is left out.</summary>
    public byte[]? Png { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    /// <summary>1 for grey, 3 for red, green, blue; 1 where it is left out.</summary>
    public int? Channels { get; init; }

    /// <summary><c>[Height, Width, Channels]</c>, 0 to 255.</summary>
    public int[]? Pixels { get; init; }

    /// <summary>Reads a request's body.</summary>
    /// <exception cref="RequestException">It is no picture of these kinds.</exception>
    /// <exception cref="BadHttpRequestException">It is too long.</exception>
    public static async Task<SentPicture> ReadAsync(HttpRequest request, CancellationToken stop)
    {
        string? type = MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? parsed) ? parsed.MediaType.Value : null;
        if (string.Equals(type, PngType, StringComparison.OrdinalIgnoreCase))
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, stop);
            return new SentPicture { Png = body.ToArray() };
        }

        if (!string.Equals(type, JsonType, StringComparison.OrdinalIgnoreCase))
        {
            request.HttpContext.Response.Headers["Accept-Post"] = $"{PngType}, {JsonType}";
            throw new RequestException(
                StatusCodes.Status415UnsupportedMediaType, $"The body's Content-Type is '{request.ContentType}' where {PngType} or {JsonType} was wanted. Say which of them it is.");
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, SentPictureJson.Default.SentPicture, stop) ?? throw RequestException.Bad($"The body is null. {Wanted}");
        }
        catch (JsonException e)
        {
            throw RequestException.Bad(FormattableString.Invariant($"The body cannot be read as JSON at {Short(e.Path ?? "$")}, line {e.LineNumber + 1}, byte {e.BytePositionInLine}. {Wanted}"));
        }
    }

    /// <summary>The picture itself.</summary>
    /// <param name="mostPixels">A larger one is refused.</param>
    /// <exception cref="StnEngine.Datasets.DatasetException">The PNG file is damaged or too large.</exception>
    /// <exception cref="RequestException">Something is missing, or the numbers do not fit together.</exception>
    public ByteImage Decode(int mostPixels)
    {
        if (Png is not null)
        {
            return (Width ?? Height ?? Channels) is null && Pixels is null
                ? PictureReader.ReadPng(Name, Png, mostPixels)
                : throw RequestException.Bad($"The body has png and pixels or extents, where one of them was wanted. {Wanted}");
        }

        if (Width is not { } width || Height is not { } height || Pixels is null)
        {
            throw RequestException.Bad($"The body has neither png nor all of width, height and pixels. {Wanted}");
        }

        int channels = Channels ?? 1;
        if (!IsExtent(width) || !IsExtent(height) || channels is not (1 or 3) || (long)width * height > mostPixels || (long)width * height * channels != Pixels.Length)
        {
            throw RequestException.Bad($"A picture of width {width}, height {height} and channels {channels} comes with {Pixels.Length} pixels, where width x height x channels were wanted, neither side above {ByteImage.MostExtent}, channels 1 or 3, and at most {mostPixels} positions. {Wanted}");
        }

        return Array.FindIndex(Pixels, p => p is < 0 or > byte.MaxValue) is var wrong and >= 0
            ? throw RequestException.Bad($"pixels[{wrong}] is {Pixels[wrong]} where 0 to 255 was wanted. {Wanted}")
            : new ByteImage(height, width, channels, Array.ConvertAll(Pixels, p => (byte)p));
    }

    private static string Short(string path) => path.Length <= MostShown ? path : path[..MostShown] + "...";

    private static bool IsExtent(int extent) => extent is >= 1 and <= ByteImage.MostExtent;
}

[JsonSerializable(typeof(SentPicture))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
internal sealed partial class SentPictureJson : JsonSerializerContext;
