using System.Runtime.CompilerServices;

namespace StnEngine.Kernels.Cpu;

// A plain result is computed as one image: its operands are plain too. A batched one goes block by block, and a plain operand
// is then broadcast to all lanes.
internal sealed unsafe class BroadcastCpu<V>(CpuDevice device) : IBroadcast
    where V : unmanaged, ILanes<V>
{
    public void Forward<TOperator>(in BroadcastDims dims, DeviceBuffer left, DeviceBuffer right, DeviceBuffer output)
        where TOperator : struct, IBinaryOperator =>
        device.Submit(new ForwardCall<TOperator>(dims, left, right, output));

    public void Backward<TOperator>(in BroadcastDims dims, OperandSide side, DeviceBuffer left, DeviceBuffer right, DeviceBuffer gradOutput, DeviceBuffer grad)
        where TOperator : struct, IBinaryOperator =>
        device.Submit(new BackwardCall<TOperator>(device, dims, side, left, right, gradOutput, grad));

    // Element `index` of an operand whose block (or whole) starts at `from`.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Read<T>(float* from, bool batched, nint index, int part)
        where T : unmanaged, ILanes<T> =>
        batched ? T.Load(from + (index * Layout.Lanes) + part) : T.Broadcast(from[index]);

    private sealed class ForwardCall<TOperator> : CpuCall
        where TOperator : struct, IBinaryOperator
    {
        private readonly BroadcastDims _dims;
        private readonly float* _left;
        private readonly float* _right;
        private readonly float* _output;

        public ForwardCall(in BroadcastDims dims, DeviceBuffer left, DeviceBuffer right, DeviceBuffer output)
        {
            _dims = dims;
            _left = At(left);
            _right = At(right);
            _output = At(output);
            Blocks = dims.Output.Blocks;
            Parts = dims.Output.IsBatched ? 0 : 1;
            Reads = [left, right];
            BlockWrites = dims.Output.IsBatched ? [output] : [];
            PartWrites = dims.Output.IsBatched ? [] : [output];
        }

        public override void RunBlock(int block, Scratch scratch)
        {
            BroadcastDims d = _dims;
            for (int part = 0; part < Layout.Lanes; part += V.Width)
            {
                Run<V>(
                    _left + BlockStart(d.Left, block), _right + BlockStart(d.Right, block),
                    _output + ((nint)block * d.Output.BlockLength) + part, Layout.Lanes, part);
            }
        }

        public override void RunPart(int part, Scratch scratch) => Run<Lanes1>(_left, _right, _output, 1, 0);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Run<T>(float* left, float* right, float* output, int outputStep, int part)
            where T : unmanaged, ILanes<T>
        {
            BroadcastDims d = _dims;
            for (int i0 = 0; i0 < d.Extent0; i0++)
            {
                for (int i1 = 0; i1 < d.Extent1; i1++)
                {
                    for (int i2 = 0; i2 < d.Extent2; i2++)
                    {
                        nint l = ((nint)i0 * d.Left.Stride0) + ((nint)i1 * d.Left.Stride1) + ((nint)i2 * d.Left.Stride2);
                        nint r = ((nint)i0 * d.Right.Stride0) + ((nint)i1 * d.Right.Stride1) + ((nint)i2 * d.Right.Stride2);
                        for (int i3 = 0; i3 < d.Extent3; i3++)
                        {
                            T.Store(output, TOperator.Value(Read<T>(left, d.Left.IsBatched, l, part), Read<T>(right, d.Right.IsBatched, r, part)));
                            output += outputStep;
                            l += d.Left.Stride3;
                            r += d.Right.Stride3;
                        }
                    }
                }
            }
        }
    }

    // A batched operand's gradient is added up in place. A plain one's is summed per block, lane by lane in scratch,
    // over the live lanes into a partial result, then over blocks in a tree.
    private sealed class BackwardCall<TOperator> : CpuCall
        where TOperator : struct, IBinaryOperator
    {
        private readonly BroadcastDims _dims;
        private readonly OperandSide _side;
        private readonly float* _left;
        private readonly float* _right;
        private readonly float* _gradOutput;
        private readonly float* _grad;
        private bool _overwrites;

        public BackwardCall(CpuDevice device, in BroadcastDims dims, OperandSide side, DeviceBuffer left, DeviceBuffer right, DeviceBuffer gradOutput, DeviceBuffer grad)
        {
            _dims = dims;
            _side = side;
            _left = At(left);
            _right = At(right);
            _gradOutput = At(gradOutput);
            _grad = At(grad);
            Blocks = dims.Output.Blocks;
            Reads = [left, right, gradOutput];
            if (Target.IsBatched)
            {
                BlockWrites = [grad];
                return;
            }

            PartWrites = [grad];
            Parts = Blocks == 0 ? 1 : BatchSum.Parts(Target.Rest);
            if (Blocks > 0)
            {
                ScratchLength = (long)Target.Rest * V.Width;
                Partials = (CpuBuffer)device.Allocate((long)Blocks * Target.Rest);
            }
        }

        // Where the operand itself is broadcast, several elements add to one.
        public override bool TryOverwrite() => _overwrites = Target.Rest == _dims.Output.Rest;

        private BroadcastOperand Target => _dims.Operand(_side);

        public override void RunBlock(int block, Scratch scratch)
        {
            BroadcastDims d = _dims;
            float* left = _left + BlockStart(d.Left, block);
            float* right = _right + BlockStart(d.Right, block);
            float* gradOutput = _gradOutput + ((nint)block * d.Output.BlockLength);
            for (int part = 0; part < Layout.Lanes; part += V.Width)
            {
                if (Target.IsBatched)
                {
                    Run<V>(left, right, gradOutput + part, _grad + BlockStart(Target, block) + part, Layout.Lanes, part);
                    continue;
                }

                new Span<float>(scratch.Pointer, Target.Rest * V.Width).Clear();
                Run<V>(left, right, gradOutput + part, scratch.Pointer, V.Width, part);
                float* partial = Partials!.Pointer + ((nint)block * Target.Rest);
                LaneSum.Each<V>(scratch.Pointer, Target.Rest, d.Output.LiveLanes(block) - part, partial, part > 0);
            }
        }

        public override void RunPart(int part, Scratch scratch)
        {
            if (Blocks == 0)
            {
                Run<Lanes1>(_left, _right, _gradOutput, _grad, 1, 0);
            }
            else
            {
                BatchSum.AddPart<V>(Partials!.Pointer, Blocks, Target.Rest, part, Target.Rest, 1, _grad);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Run<T>(float* left, float* right, float* gradOutput, float* grad, int gradStep, int part)
            where T : unmanaged, ILanes<T>
        {
            BroadcastDims d = _dims;
            bool isLeft = _side == OperandSide.Left;
            int gradOutputStep = d.Output.IsBatched ? Layout.Lanes : 1;
            for (int i0 = 0; i0 < d.Extent0; i0++)
            {
                for (int i1 = 0; i1 < d.Extent1; i1++)
                {
                    for (int i2 = 0; i2 < d.Extent2; i2++)
                    {
                        nint l = ((nint)i0 * d.Left.Stride0) + ((nint)i1 * d.Left.Stride1) + ((nint)i2 * d.Left.Stride2);
                        nint r = ((nint)i0 * d.Right.Stride0) + ((nint)i1 * d.Right.Stride1) + ((nint)i2 * d.Right.Stride2);
                        for (int i3 = 0; i3 < d.Extent3; i3++)
                        {
                            T a = Read<T>(left, d.Left.IsBatched, l, part);
                            T b = Read<T>(right, d.Right.IsBatched, r, part);
                            T g = T.Load(gradOutput);
                            float* to = grad + ((isLeft ? l : r) * gradStep);
                            T.Store(to, (_overwrites ? T.Broadcast(0) : T.Load(to)) + (isLeft ? TOperator.SlopeLeft(a, b, g) : TOperator.SlopeRight(a, b, g)));
                            gradOutput += gradOutputStep;
                            l += d.Left.Stride3;
                            r += d.Right.Stride3;
                        }
                    }
                }
            }
        }
    }

    private static nint BlockStart(in BroadcastOperand operand, int block) =>
        operand.IsBatched ? (nint)block * operand.Rest * Layout.Lanes : 0;
}
