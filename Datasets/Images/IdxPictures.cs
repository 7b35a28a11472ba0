using System.Collections;

namespace StnEngine.Datasets.Images;

/// <summary>The images of an IDX file, each made when it is asked for: a small file may hold very many very small ones.</summary>
/// <param name="all"><c>[images, rows, columns]</c>.</param>
internal sealed class IdxPictures(IdxArray all) : IReadOnlyList<ByteImage>
{
    public int Count => all.Shape[0];

    private int Height => all.Shape[1];

    private int Width => all.Shape[2];

    public ByteImage this[int index] => new(Height, Width, 1, all.Values.AsMemory(index * Height * Width, Height * Width));

    public IEnumerator<ByteImage> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
