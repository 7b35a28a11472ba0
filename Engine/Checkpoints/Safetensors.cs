using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace StnEngine;

/// <summary>Reads and writes Hugging Face's safetensors files: an 8-byte little-endian header length, a JSON header, raw arrays.</summary>
/// <remarks>A file is believed only where it keeps the format's rules: the header is at most 100 MB, the arrays cover the data without
/// hole or overlap, every array's bytes are what its type and shape want, and no name comes twice. See
/// https://github.com/huggingface/safetensors, "Format".</remarks>
public static class Safetensors
{
    // A span counts its bytes with an int, an array may be larger.
    private const int ChunkElements = 1 << 20;

    /// <summary>Reads all arrays and the metadata of a file.</summary>
    /// <exception cref="CheckpointException">The file cannot be opened or breaks a rule; the message says where.</exception>
    public static SafetensorsFile Read(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            SafetensorsHeader header = ReadHeader(path, stream);
            List<SafetensorsEntry> entries = [];
            foreach (SafetensorsSlot slot in header.Slots)
            {
                entries.Add(ReadEntry(stream, slot));
            }

            return new SafetensorsFile(path, entries, header.Metadata);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CheckpointException(path, "file", error.Message, "a readable file", error);
        }
    }

    /// <summary>Writes a file whole or not at all: beside its place, flushed to disk, then renamed over what was there.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="entries">Arrays with distinct names. They are stored by type, largest alignment first, then by name.</param>
    /// <param name="metadata">Free text, stored sorted by key, so that equal content gives equal bytes.</param>
    /// <exception cref="CheckpointException">A name comes twice, or the file cannot be written.</exception>
    public static void Write(string path, IEnumerable<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsWriter.Write(path, entries, metadata);

    internal static void InChunks<T>(T[] values, Action<Memory<T>> chunk)
    {
        for (int start = 0; start < values.Length; start += ChunkElements)
        {
            chunk(values.AsMemory(start, Math.Min(ChunkElements, values.Length - start)));
        }
    }

    private static SafetensorsHeader ReadHeader(string path, FileStream stream)
    {
        long rest = stream.Length - sizeof(ulong);
        if (rest < 0)
        {
            throw new CheckpointException(path, "byte 0", $"{stream.Length} bytes", "an 8-byte header length");
        }

        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        stream.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > SafetensorsHeader.MaxBytes)
        {
            throw new CheckpointException(path, "byte 0", $"header length {length}", $"at most {SafetensorsHeader.MaxBytes}");
        }

        if ((long)length > rest)
        {
            throw new CheckpointException(path, "byte 0", $"header length {length}", $"at most {rest}, the bytes that follow");
        }

        byte[] json = new byte[length];
        stream.ReadExactly(json);
        return json.Length > 0 && json[0] == (byte)'{'
            ? SafetensorsHeader.Parse(path, json, rest - json.Length)
            : throw new CheckpointException(path, "byte 8", "no JSON object", "a header that begins with '{'");
    }

    private static SafetensorsEntry ReadEntry(FileStream stream, SafetensorsSlot slot)
    {
        int count = (int)((slot.End - slot.Begin) / SafetensorsHeader.ElementBytes(slot.Dtype));
        return slot.Dtype switch
        {
            SafetensorsDtype.F32 => SafetensorsEntry.Of(slot.Name, ReadValues<float>(stream, count), slot.Shape),
            SafetensorsDtype.F64 => SafetensorsEntry.Of(slot.Name, ReadValues<double>(stream, count), slot.Shape),
            SafetensorsDtype.I64 => SafetensorsEntry.Of(slot.Name, ReadValues<long>(stream, count), slot.Shape),
            _ => SafetensorsEntry.Of(slot.Name, ReadValues<byte>(stream, count), slot.Shape),
        };
    }

    private static T[] ReadValues<T>(FileStream stream, int count)
        where T : struct
    {
        T[] values = new T[count];
        InChunks(values, chunk => stream.ReadExactly(MemoryMarshal.AsBytes(chunk.Span)));
        return values;
    }
}
