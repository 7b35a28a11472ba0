using System.Buffers.Binary;
using System.Text;

namespace StnEngine.Datasets.Png;

/// <summary>Walks through the chunks of a PNG file, and checks that each is whole.</summary>
internal sealed class PngChunks
{
    private readonly PngFault _fault;
    private readonly ReadOnlyMemory<byte> _content;
    private int _position;

    /// <summary>Begins behind the signature.</summary>
    /// <exception cref="DatasetException">The file does not start as a PNG file.</exception>
    public PngChunks(PngFault fault, ReadOnlyMemory<byte> content)
    {
        (_fault, _content) = (fault, content);
        ReadOnlySpan<byte> start = content.Span[..Math.Min(content.Length, PngChunk.Signature.Length)];
        if (!start.SequenceEqual(PngChunk.Signature))
        {
            string given = start.IsEmpty ? "nothing" : Convert.ToHexString(start);
            throw new DatasetException(
                fault.Path, $"at byte 0 is {given} where a PNG file has {Convert.ToHexString(PngChunk.Signature)}.", "Give a PNG file, or fetch it again.");
        }
        _position = start.Length;
    }

    /// <summary>The next chunk.</summary>
    /// <exception cref="DatasetException">It is cut short, or its checksum is another.</exception>
    public PngChunk Next()
    {
        int start = _position;
        string type = ReadType(start);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(_content.Span[start..]);
        int left = _content.Length - start - (3 * PngChunk.FieldBytes);
        if (length > left)
        {
            throw _fault.Damaged(start, $"the chunk {type} wants {length} bytes of content where the file has {Math.Max(0, left)} left.");
        }
        int offset = start + (2 * PngChunk.FieldBytes);
        int end = offset + (int)length;
        CheckSum(type, offset, end);
        _position = end + PngChunk.FieldBytes;
        return new PngChunk(type, _content[offset..end], offset);
    }

    /// <summary>Refuses what comes behind the last chunk.</summary>
    /// <exception cref="DatasetException">There is something.</exception>
    public void End()
    {
        if (_position < _content.Length)
        {
            throw _fault.Damaged(_position, $"are {_content.Length - _position} bytes where the file's end was wanted, behind the chunk {PngChunk.End}.");
        }
    }

    private string ReadType(int start)
    {
        int given = _content.Length - start;
        if (given < 2 * PngChunk.FieldBytes)
        {
            throw _fault.Damaged(start, $"are {given} bytes where the head of another chunk was wanted: the last one is {PngChunk.End}.");
        }
        ReadOnlySpan<byte> type = _content.Span.Slice(start + PngChunk.FieldBytes, PngChunk.FieldBytes);
        foreach (byte letter in type)
        {
            if (!char.IsAsciiLetter((char)letter))
            {
                throw _fault.Damaged(start + PngChunk.FieldBytes, $"is {Convert.ToHexString(type)} where the four letters of a chunk's type were wanted.");
            }
        }
        return Encoding.ASCII.GetString(type);
    }

    private void CheckSum(string type, int offset, int end)
    {
        uint found = BinaryPrimitives.ReadUInt32BigEndian(_content.Span[end..]);
        uint wanted = Crc32.Of(_content.Span[(offset - PngChunk.FieldBytes)..end], []);
        if (found != wanted)
        {
            throw _fault.Damaged(end, $"the checksum of the chunk {type} is {found:X8} where its content wants {wanted:X8}.");
        }
    }
}
