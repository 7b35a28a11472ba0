using System.Globalization;
using System.Runtime.CompilerServices;

namespace ILGPU;

// The stand-in's view of memory. Every access is checked: a kernel that leaves its buffers fails at once.
internal readonly unsafe struct ArrayView<T>
    where T : unmanaged
{
    private readonly T* _start;

    public ArrayView(void* start, long length)
    {
        _start = (T*)start;
        Length = length;
    }

    public long Length { get; }

    public int IntLength => checked((int)Length);

    public ref T this[int index] => ref this[(long)index];

    public ref T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((ulong)index >= (ulong)Length)
            {
                ThrowOutside(index);
            }

            return ref _start[index];
        }
    }

    public ArrayView<T> SubView(long index, long length) => index >= 0 && length >= 0 && index + length <= Length
        ? new(_start + index, length)
        : throw new ArgumentOutOfRangeException(null, string.Create(CultureInfo.InvariantCulture, $"A view of {index}..{index + length} in {Length} elements."));

    public ArrayView<TOther> Cast<TOther>()
        where TOther : unmanaged => new(_start, Length * sizeof(T) / sizeof(TOther));

    public Span<T> AsSpan() => new(_start, IntLength);

    private void ThrowOutside(long index) =>
        throw new ArgumentOutOfRangeException(null, string.Create(CultureInfo.InvariantCulture, $"A kernel used element {index} of {Length}."));
}
