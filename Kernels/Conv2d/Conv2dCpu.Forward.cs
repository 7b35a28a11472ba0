namespace StnEngine.Kernels.Cpu;

internal sealed unsafe partial class Conv2dCpu<V>
{
    // Four output positions at a time, wherever they lie; all output channels for them while their input is in the first-level cache.
    private sealed class ForwardCall : CpuCall
    {
        private readonly Conv2dDims _dims;
        private readonly float* _input;
        private readonly float* _weight;
        private readonly float* _bias;
        private readonly float* _output;

        public ForwardCall(in Conv2dDims dims, DeviceBuffer input, DeviceBuffer weight, DeviceBuffer? bias, DeviceBuffer output)
        {
            _dims = dims;
            _input = At(input);
            _weight = At(weight);
            _bias = AtOrNull(bias);
            _output = At(output);
            Blocks = dims.Input.Blocks;
            ScratchLength = PaddedLength(dims);
            Reads = [input, weight, bias];
            BlockWrites = [output];
        }

        public override void RunBlock(int block, Scratch scratch)
        {
            Conv2dDims d = _dims;
            float* input = Padded(d, _input + ((long)block * d.Input.BlockLength), scratch.Pointer);
            float* output = _output + ((long)block * d.Output.BlockLength);
            int positions = d.OutH * d.OutW;
            int rows = ConvTile.RowsFor<V>(d.OutC);
            var tile = new ConvTile
            {
                OuterStep = (nint)d.PaddedH * d.PaddedW * Layout.Lanes,
                WindowRowStep = (nint)d.DilationH * d.PaddedW * Layout.Lanes,
                WindowColumnStep = (nint)d.DilationW * Layout.Lanes,
                WeightOuterStep = d.KernelH * d.KernelW,
                WeightWindowRowStep = d.KernelW,
                RowStep = d.Taps,
                Outer = d.C,
                WindowRows = d.KernelH,
                WindowColumns = d.KernelW,
                ResultRowStep = (nint)positions * Layout.Lanes,
            };
            float** at = stackalloc float*[4];
            for (int part = 0; part < Layout.Lanes; part += V.Width)
            {
                int oy = 0, ox = 0;
                for (int position = 0; position < positions; position += 4)
                {
                    for (int k = 0; k < 4; k++)
                    {
                        at[k] = input + part + ((((nint)oy * d.StrideH * d.PaddedW) + ((nint)ox * d.StrideW)) * Layout.Lanes);
                        if (position + k + 1 < positions && ++ox == d.OutW)
                        {
                            ox = 0;
                            oy++;
                        }
                    }

                    tile.At0 = at[0];
                    tile.At1 = at[1];
                    tile.At2 = at[2];
                    tile.At3 = at[3];
                    tile.Live = positions - position;
                    for (int oc = 0; oc < d.OutC; oc += rows)
                    {
                        tile.Weight = _weight + ((nint)oc * d.Taps);
                        tile.Bias = _bias == null ? null : _bias + oc;
                        tile.Result = output + part + ((((nint)oc * positions) + position) * Layout.Lanes);
                        RegisterTiles.Run<V, ConvTile>(ref tile, Math.Min(rows, d.OutC - oc), tile.Live);
                    }
                }
            }

            if (d.Relu)
            {
                Clamp.BelowZero<V>(output, d.Output.BlockLength);
            }
        }
    }
}
