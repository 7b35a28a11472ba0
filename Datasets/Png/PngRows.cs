using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace StnEngine.Datasets.Png;

/// <summary>Inflates the rows of a PNG file one by one and undoes their filters: never more in memory than two rows.</summary>
internal sealed class PngRows : IDisposable
{
    private readonly PngFault _fault;
    private readonly PngFile _file;
    private readonly ZLibStream _zlib;
    private readonly byte[] _filter = new byte[1];
    private byte[] _above = [];
    private byte[] _row = [];
    private Adler32 _sum = new();
    private long _done;

    public PngRows(PngFault fault, PngFile file)
    {
        (_fault, _file) = (fault, file);
        MemoryMarshal.TryGetArray(file.Data, out ArraySegment<byte> data);
        _zlib = new ZLibStream(new MemoryStream(data.Array!, data.Offset, data.Count, writable: false), CompressionMode.Decompress);
    }

    /// <summary>Starts a pass: its first row has none above it.</summary>
    public void BeginPass(int rowBytes)
    {
        int pixelBytes = _file.Header.PixelBytes;
        (_above, _row) = (new byte[pixelBytes + rowBytes], new byte[pixelBytes + rowBytes]);
    }

    /// <summary>The next row, valid until the next call.</summary>
    /// <exception cref="DatasetException">The data are damaged or at their end.</exception>
    public ReadOnlySpan<byte> Next()
    {
        int pixelBytes = _file.Header.PixelBytes;
        (_above, _row) = (_row, _above);
        Fill(_filter);
        if (_filter[0] > PngFilter.Paeth)
        {
            throw _fault.Damaged(
                _file.DataOffset, $"the picture data have filter {_filter[0]}, inflated at {_done - 1}, where 0 to {PngFilter.Paeth} was wanted.");
        }
        Fill(_row.AsSpan(pixelBytes));
        PngFilter.Undo(_filter[0], _row, _above, pixelBytes);
        return _row.AsSpan(pixelBytes);
    }

    /// <summary>Insists that no row follows, and that the checksum at the very end is right.</summary>
    /// <exception cref="DatasetException">There is more, or less, or the checksum is another.</exception>
    public void End()
    {
        if (Read(_filter) > 0)
        {
            throw _fault.Damaged(_file.DataOffset, $"the picture data inflate to more than the {_done} bytes that the header wants.");
        }

        // ZLibStream checks the sum where it is there, but passes over a missing one, and over bytes behind it.
        ReadOnlySpan<byte> data = _file.Data.Span;
        uint found = data.Length < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32BigEndian(data[^sizeof(uint)..]);
        if (found != _sum.Value)
        {
            throw _fault.Damaged(
                _file.DataOffset, $"the picture data end in the checksum {found:X8} where {_sum.Value:X8} was wanted: bytes are missing, or too many.");
        }
    }

    public void Dispose() => _zlib.Dispose();

    private void Fill(Span<byte> bytes)
    {
        int read = Read(bytes);
        _done += read;
        if (read < bytes.Length)
        {
            throw _fault.Damaged(_file.DataOffset, $"the picture data inflate to {_done} bytes where {_file.Header.DataBytes} were wanted.");
        }
        _sum.Add(bytes);
    }

    private int Read(Span<byte> bytes)
    {
        try
        {
            return _zlib.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw _fault.Damaged(_file.DataOffset, $"the picture data are no zlib data, or damaged behind the first {_done} bytes that they inflate to.", error);
        }
    }
}
