namespace StnEngine.Kernels.Cpu;

internal sealed unsafe class ImageBatchCpu<V>(CpuDevice device) : IImageBatch
    where V : unmanaged, ILanes<V>
{
    public void Gather(in ImageBatchDims dims, DeviceBuffer pixels, DeviceBuffer labels, DeviceBuffer table, DeviceBuffer picks, DeviceBuffer images, DeviceBuffer imageLabels) =>
        device.Submit(new GatherCall(dims, pixels, labels, table, picks, images, imageLabels));

    public void Warp(in ImageBatchDims dims, DeviceBuffer pixels, DeviceBuffer labels, DeviceBuffer table, DeviceBuffer picks, DeviceBuffer images, DeviceBuffer imageLabels) =>
        device.Submit(new WarpCall(dims, pixels, labels, table, picks, images, imageLabels));

    // Looks a block's images up, byte by byte: lanes are different images, which lie far apart.
    private class GatherCall : CpuCall
    {
        private readonly byte* _pixels;
        private readonly byte* _labels;
        private readonly float* _table;
        private readonly float* _images;
        private readonly float* _imageLabels;

        public GatherCall(in ImageBatchDims dims, DeviceBuffer pixels, DeviceBuffer labels, DeviceBuffer table, DeviceBuffer picks, DeviceBuffer images, DeviceBuffer imageLabels)
        {
            Dims = dims;
            _pixels = (byte*)At(pixels);
            _labels = (byte*)At(labels);
            _table = At(table);
            Picks = At(picks);
            _images = At(images);
            _imageLabels = At(imageLabels);
            Blocks = dims.Images.Blocks;
            Reads = [pixels, labels, table, picks];
            BlockWrites = [images, imageLabels];
        }

        protected ImageBatchDims Dims { get; }

        protected float* Picks { get; }

        public override void RunBlock(int block, Scratch scratch)
        {
            byte** pixels = stackalloc byte*[Layout.Lanes];
            Pick(block, Picks + (block * Layout.Lanes), pixels);
            for (int c = 0; c < Dims.C; c++)
            {
                LookUp(pixels, c, ImageAt(block) + (c * Dims.Plane * Layout.Lanes), Dims.W);
            }
        }

        protected float* ImageAt(int block) => _images + ((nint)block * Dims.Images.BlockLength);

        // What lies outside the images.
        protected float Background(int c) => _table[c * ImageBatchDims.ByteValues];

        // Finds each lane's pixels and gives its label.
        protected void Pick(int block, float* numbers, byte** pixels)
        {
            for (int lane = 0; lane < Layout.Lanes; lane++)
            {
                int number = Dims.Picked(numbers[Dims.ImageIn(block, lane) % Layout.Lanes]);
                pixels[lane] = _pixels + ((nint)Math.Max(number, 0) * Dims.ImageSize);
                _imageLabels[(block * Layout.Lanes) + lane] = number < 0 ? float.NaN : _labels[number];
            }
        }

        // One channel, in rows of `stride` positions.
        protected void LookUp(byte** pixels, int c, float* to, int stride)
        {
            float* table = _table + (c * ImageBatchDims.ByteValues);
            for (int y = 0; y < Dims.H; y++)
            {
                float* row = to + (y * stride * Layout.Lanes);
                int first = (c * Dims.Plane) + (y * Dims.W);
                for (int i = first; i < first + Dims.W; i++)
                {
                    for (int lane = 0; lane < Layout.Lanes; lane++)
                    {
                        *row++ = table[pixels[lane][i]];
                    }
                }
            }
        }
    }

    // Looks the images up into working memory with background around them, a row and a column before, two after; then every lane reads
    // its own at its own positions. Positions outside are moved to where there is nothing but background.
    private sealed class WarpCall : GatherCall
    {
        private const int MapLength = ImageBatchDims.WarpPick - 1;
        private readonly int _stride;
        private readonly int _paddedPlane;

        public WarpCall(in ImageBatchDims dims, DeviceBuffer pixels, DeviceBuffer labels, DeviceBuffer table, DeviceBuffer picks, DeviceBuffer images, DeviceBuffer imageLabels)
            : base(dims, pixels, labels, table, picks, images, imageLabels)
        {
            _stride = dims.W + 3;
            _paddedPlane = _stride * (dims.H + 3) * Layout.Lanes;
            ScratchLength = dims.C * (long)_paddedPlane;
        }

        public override void RunBlock(int block, Scratch scratch)
        {
            float* picks = Picks + ((nint)block * ImageBatchDims.WarpPick * Layout.Lanes);
            float* maps = stackalloc float[MapLength * Layout.Lanes];
            byte** pixels = stackalloc byte*[Layout.Lanes];
            Pick(block, picks, pixels);
            for (int i = 0; i < MapLength * Layout.Lanes; i++)
            {
                maps[i] = picks[((1 + (i / Layout.Lanes)) * Layout.Lanes) + (Dims.ImageIn(block, i % Layout.Lanes) % Layout.Lanes)];
            }

            float* origin = scratch.Pointer + ((_stride + 1) * Layout.Lanes);
            for (int c = 0; c < Dims.C; c++)
            {
                new Span<float>(scratch.Pointer + ((nint)c * _paddedPlane), _paddedPlane).Fill(Background(c));
                LookUp(pixels, c, origin + ((nint)c * _paddedPlane), _stride);
            }

            for (int part = 0; part < Layout.Lanes; part += V.Width)
            {
                Warp(origin + part, maps + part, ImageAt(block) + part);
            }
        }

        // Products and sums are left unfused: every vector width and processor then reads at the same places.
        private void Warp(float* from, float* maps, float* to)
        {
            ImageBatchDims d = Dims;
            V xx = Number(maps, 0), xy = Number(maps, 1), x0 = Number(maps, 2), yx = Number(maps, 3), yy = Number(maps, 4), y0 = Number(maps, 5);
            V width = V.Broadcast(d.W), height = V.Broadcast(d.H), stride = V.Broadcast(_stride);
            int* at = stackalloc int[Layout.Lanes];
            for (int oy = 0; oy < d.OutH; oy++)
            {
                V dy = V.Broadcast(oy - d.MiddleRow);
                for (int ox = 0; ox < d.OutW; ox++)
                {
                    V dx = V.Broadcast(ox - d.MiddleColumn);
                    V x = Within(((xx * dx) + (xy * dy)) + x0, width), y = Within(((yx * dx) + (yy * dy)) + y0, height);
                    V left = V.Floor(x), top = V.Floor(y);
                    V.StoreIndices((top * stride) + left, Layout.Lanes, 1, at);
                    for (int c = 0; c < d.C; c++)
                    {
                        V value = Blend(from + ((nint)c * _paddedPlane), at, x - left, y - top);
                        V.Store(to + ((((c * d.OutPlane) + (oy * d.OutW)) + ox) * Layout.Lanes), value);
                    }
                }
            }
        }

        private V Blend(float* from, int* at, V alongX, V alongY)
        {
            float* below = from + (_stride * Layout.Lanes);
            V upperLeft = V.Gather(from, at), lowerLeft = V.Gather(below, at);
            V upper = upperLeft + (alongX * (V.Gather(from + Layout.Lanes, at) - upperLeft));
            V lower = lowerLeft + (alongX * (V.Gather(below + Layout.Lanes, at) - lowerLeft));
            return upper + (alongY * (lower - upper));
        }

        // A position that is no number goes outside too.
        private static V Within(V position, V size)
        {
            V before = V.Broadcast(-1);
            V above = V.Select(V.Greater(position, before), position, before);
            return V.Select(V.Greater(size, above), above, size);
        }

        private static V Number(float* maps, int i) => V.Load(maps + (i * Layout.Lanes));
    }
}
