namespace StnEngine.Kernels;

// The transposition between the host's [N, rest] and blocks of lanes, both ways.
internal static unsafe class HostLayout
{
    // Idle lanes of the last block repeat the last image.
    public static void Pack(ReadOnlySpan<float> values, Layout layout, float* to)
    {
        if (!layout.IsBatched)
        {
            values.CopyTo(new Span<float>(to, layout.Rest));
            return;
        }

        fixed (float* first = values)
        {
            float** images = stackalloc float*[Layout.Lanes];
            for (int block = 0; block < layout.Blocks; block++)
            {
                for (int lane = 0; lane < Layout.Lanes; lane++)
                {
                    int n = Math.Min((block * Layout.Lanes) + lane, layout.Images - 1);
                    images[lane] = first + ((long)n * layout.Rest);
                }

                for (int i = 0; i < layout.Rest; i++)
                {
                    for (int lane = 0; lane < Layout.Lanes; lane++)
                    {
                        *to++ = images[lane][i];
                    }
                }
            }
        }
    }

    public static void Unpack(float* from, Layout layout, Span<float> values)
    {
        if (!layout.IsBatched)
        {
            new ReadOnlySpan<float>(from, layout.Rest).CopyTo(values);
            return;
        }

        for (int n = 0; n < layout.Images; n++)
        {
            float* lane = from + ((long)(n / Layout.Lanes) * layout.BlockLength) + (n % Layout.Lanes);
            Span<float> image = values.Slice(n * layout.Rest, layout.Rest);
            for (int i = 0; i < image.Length; i++)
            {
                image[i] = lane[i * Layout.Lanes];
            }
        }
    }
}
