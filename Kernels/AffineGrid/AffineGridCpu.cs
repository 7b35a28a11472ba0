namespace StnEngine.Kernels.Cpu;

// Each lane is an image with a transformation of its own; the lattice is the same for all and broadcast.
internal sealed unsafe class AffineGridCpu<V>(CpuDevice device) : IAffineGrid
    where V : unmanaged, ILanes<V>
{
    public void Forward(in AffineGridDims dims, DeviceBuffer theta, DeviceBuffer grid) =>
        device.Submit(new ForwardCall(dims, theta, grid));

    public void Backward(in AffineGridDims dims, DeviceBuffer gradGrid, DeviceBuffer gradTheta) =>
        device.Submit(new BackwardCall(dims, gradGrid, gradTheta));

    private sealed class ForwardCall : CpuCall
    {
        private readonly AffineGridDims _dims;
        private readonly float* _theta;
        private readonly float* _grid;

        public ForwardCall(in AffineGridDims dims, DeviceBuffer theta, DeviceBuffer grid)
        {
            _dims = dims;
            _theta = At(theta);
            _grid = At(grid);
            Blocks = dims.Grid.Blocks;
            Reads = [theta];
            BlockWrites = [grid];
        }

        public override void RunBlock(int block, Scratch scratch)
        {
            AffineGridDims d = _dims;
            for (int part = 0; part < Layout.Lanes; part += V.Width)
            {
                float* theta = _theta + ((long)block * d.Theta.BlockLength) + part;
                float* grid = _grid + ((long)block * d.Grid.BlockLength) + part;
                V xu = V.Load(theta), xv = V.Load(theta + Layout.Lanes), xShift = V.Load(theta + (2 * Layout.Lanes));
                V yu = V.Load(theta + (3 * Layout.Lanes)), yv = V.Load(theta + (4 * Layout.Lanes)), yShift = V.Load(theta + (5 * Layout.Lanes));
                for (int oy = 0; oy < d.OutH; oy++)
                {
                    V v = V.Broadcast(d.V(oy));
                    V rowX = V.MultiplyAdd(xv, v, xShift), rowY = V.MultiplyAdd(yv, v, yShift);
                    for (int ox = 0; ox < d.OutW; ox++)
                    {
                        V u = V.Broadcast(d.U(ox));
                        V.Store(grid, V.MultiplyAdd(xu, u, rowX));
                        V.Store(grid + Layout.Lanes, V.MultiplyAdd(yu, u, rowY));
                        grid += 2 * Layout.Lanes;
                    }
                }
            }
        }
    }

    private sealed class BackwardCall : CpuCall
    {
        private readonly AffineGridDims _dims;
        private readonly float* _gradGrid;
        private readonly float* _gradTheta;

        public BackwardCall(in AffineGridDims dims, DeviceBuffer gradGrid, DeviceBuffer gradTheta)
        {
            _dims = dims;
            _gradGrid = At(gradGrid);
            _gradTheta = At(gradTheta);
            Blocks = dims.Grid.Blocks;
            Reads = [gradGrid];
            BlockWrites = [gradTheta];
        }

        // Sums along a row first: the ordinate is the same for the whole row and multiplies its sum.
        public override void RunBlock(int block, Scratch scratch)
        {
            AffineGridDims d = _dims;
            V zero = V.Broadcast(0);
            for (int part = 0; part < Layout.Lanes; part += V.Width)
            {
                float* grad = _gradGrid + ((long)block * d.Grid.BlockLength) + part;
                V xu = zero, xv = zero, xShift = zero, yu = zero, yv = zero, yShift = zero;
                for (int oy = 0; oy < d.OutH; oy++)
                {
                    V rowX = zero, rowY = zero;
                    for (int ox = 0; ox < d.OutW; ox++)
                    {
                        V u = V.Broadcast(d.U(ox)), gradX = V.Load(grad), gradY = V.Load(grad + Layout.Lanes);
                        xu = V.MultiplyAdd(gradX, u, xu);
                        yu = V.MultiplyAdd(gradY, u, yu);
                        rowX += gradX;
                        rowY += gradY;
                        grad += 2 * Layout.Lanes;
                    }

                    V v = V.Broadcast(d.V(oy));
                    xv = V.MultiplyAdd(rowX, v, xv);
                    yv = V.MultiplyAdd(rowY, v, yv);
                    xShift += rowX;
                    yShift += rowY;
                }

                float* gradTheta = _gradTheta + ((long)block * d.Theta.BlockLength) + part;
                Add(gradTheta, 0, xu);
                Add(gradTheta, 1, xv);
                Add(gradTheta, 2, xShift);
                Add(gradTheta, 3, yu);
                Add(gradTheta, 4, yv);
                Add(gradTheta, 5, yShift);
            }
        }

        private static void Add(float* gradTheta, int i, V value)
        {
            float* to = gradTheta + (i * Layout.Lanes);
            V.Store(to, V.Load(to) + value);
        }
    }
}
