using System.Runtime.InteropServices;
using ILGPU;
using StnEngine.Kernels.Operators;

namespace StnEngine.Kernels.Gpu;

// Forward and the gradient of the input are the same sum over the weights' columns or rows. The gradients of weight and bias are
// those of a 1x1 convolution of images of one pixel.
internal sealed class LinearGpu(GpuDevice device) : ILinear
{
    // A thread that sums fewer terms than this is not worth a second launch that adds up the shares.
    private const int TermsPerThread = 64;

    public void Forward(in LinearDims dims, DeviceBuffer input, DeviceBuffer weight, DeviceBuffer? bias, DeviceBuffer output)
    {
        var extents = new Extents(dims.Input.Blocks, dims.In, dims.Out, WeightTermStep: 1, WeightFeatureStep: dims.In, dims.Relu);
        Sum(extents, input, weight, bias, output, accumulate: false);
    }

    public void BackwardInput(in LinearDims dims, DeviceBuffer gradOutput, DeviceBuffer weight, DeviceBuffer gradInput)
    {
        var extents = new Extents(dims.Input.Blocks, dims.Out, dims.In, WeightTermStep: dims.In, WeightFeatureStep: 1, Relu: false);
        Sum(extents, gradOutput, weight, null, gradInput, accumulate: true);
    }

    public void BackwardWeight(in LinearDims dims, DeviceBuffer input, DeviceBuffer gradOutput, DeviceBuffer? gradWeight, DeviceBuffer? gradBias)
    {
        var pixels = new Conv2dDims(dims.N, dims.In, 1, 1, dims.Out, 1, 1, 1, 1, 0, 0, 1, 1);
        device.Conv2d.BackwardWeight(pixels, input, gradOutput, gradWeight, gradBias);
    }

    private void Sum(in Extents extents, DeviceBuffer source, DeviceBuffer weight, DeviceBuffer? bias, DeviceBuffer result, bool accumulate)
    {
        int groups = checked(extents.FeatureTiles * extents.BlockTiles);
        int slices = device.GroupSize / Layout.Lanes;
        int most = Math.Max(1, extents.Terms / (TermsPerThread * slices));
        int termsPerShare = Tiles(extents.Terms, device.Shares(groups, most));
        int shares = Tiles(extents.Terms, termsPerShare);
        ArrayView<float> biases = device.AtOrNone(bias);
        if (shares == 1)
        {
            device.LaunchGroups(groups, new TermKernel(extents, termsPerShare, source, weight, biases, GpuBuffer.At(result), accumulate));
            return;
        }

        using GpuBuffer partials = device.Temporary((long)shares * extents.ResultLength);
        device.LaunchGroups(
            checked(shares * groups), new TermKernel(extents with { Relu = false }, termsPerShare, source, weight, biases, partials.View, false));
        RowSum.Launch(device, partials.View, shares, extents.ResultLength, 1, GpuBuffer.At(result), accumulate);
        if (extents.Relu)
        {
            device.Elementwise.Forward<Relu>(Layout.Plain(extents.ResultLength), result, result);
        }
    }

    private static int Tiles(int length, int side) => (length + side - 1) / side;

    // The source has Terms values an image, the result Features.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct Extents(int Blocks, int Terms, int Features, int WeightTermStep, int WeightFeatureStep, Flag Relu)
    {
        public int FeatureTiles => Tiles(Features, RegisterTile.Side);

        public int BlockTiles => Tiles(Blocks, RegisterTile.Side);

        public int ResultLength => checked(Blocks * Features * Layout.Lanes);
    }

    // A group computes four features of four blocks of images, or one share of their sums: a thread is one lane of this tile, and
    // the slices of the group take turns at the terms, so that neighbours read neighbours. Their sums are added at the end, in order.
    // Features and blocks past the last repeat it and are not written. The first share adds the bias.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct TermKernel(
        in Extents extents, int termsPerShare, DeviceBuffer source, DeviceBuffer weight, ArrayView<float> bias, ArrayView<float> result,
        Flag accumulate) : IGroupKernel
    {
        private readonly ArrayView<float> _source = GpuBuffer.At(source);
        private readonly ArrayView<float> _weight = GpuBuffer.At(weight);
        private readonly ArrayView<float> _bias = bias;
        private readonly ArrayView<float> _result = result;
        private readonly Extents _extents = extents;
        private readonly int _featureTiles = extents.FeatureTiles;
        private readonly int _blockTiles = extents.BlockTiles;
        private readonly int _resultLength = extents.ResultLength;
        private readonly int _termsPerShare = termsPerShare;
        private readonly Flag _accumulate = accumulate;

        public void Run()
        {
            ArrayView<float> shared = SharedMemory.Allocate<float>(RegisterTile.SharedLength);
            int lane = Group.IdxX % Layout.Lanes;
            int slice = Group.IdxX / Layout.Lanes;
            int slices = Group.DimX / Layout.Lanes;
            int feature = Grid.IdxX % _featureTiles * RegisterTile.Side;
            int block = Grid.IdxX / _featureTiles % _blockTiles * RegisterTile.Side;
            int share = Grid.IdxX / _featureTiles / _blockTiles;
            int first = share * _termsPerShare;
            RegisterTile sums = default;
            AddTerms(ref sums, first + slice, Math.Min(first + _termsPerShare, _extents.Terms), slices, feature, block, lane);
            sums.Store(shared);
            Group.Barrier();
            for (int i = slice; i < RegisterTile.Length; i += slices)
            {
                float sum = RegisterTile.Sum(shared, i, lane, slices, Layout.Lanes);
                Write(sum, share, feature + (i / RegisterTile.Side), block + (i % RegisterTile.Side), lane);
            }
        }

        // Four terms at a time, so that a thread waits for the memory of four at once.
        private void AddTerms(ref RegisterTile sums, int term, int end, int step, int feature, int block, int lane)
        {
            var features = new Offset4(_extents.WeightFeatureStep, _extents.Features - feature);
            var blocks = new Offset4(_extents.Terms * Layout.Lanes, _extents.Blocks - block);
            int weight = (feature * _extents.WeightFeatureStep) + (term * _extents.WeightTermStep);
            int weightStep = step * _extents.WeightTermStep;
            int source = (((block * _extents.Terms) + term) * Layout.Lanes) + lane;
            int sourceStep = step * Layout.Lanes;
            for (; term + (3 * step) < end; term += 4 * step)
            {
                Float4 weights0 = features.Read(_weight, weight);
                Float4 values0 = blocks.Read(_source, source);
                Float4 weights1 = features.Read(_weight, weight + weightStep);
                Float4 values1 = blocks.Read(_source, source + sourceStep);
                Float4 weights2 = features.Read(_weight, weight + (2 * weightStep));
                Float4 values2 = blocks.Read(_source, source + (2 * sourceStep));
                Float4 weights3 = features.Read(_weight, weight + (3 * weightStep));
                Float4 values3 = blocks.Read(_source, source + (3 * sourceStep));
                sums.MultiplyAdd(weights0, values0);
                sums.MultiplyAdd(weights1, values1);
                sums.MultiplyAdd(weights2, values2);
                sums.MultiplyAdd(weights3, values3);
                weight += 4 * weightStep;
                source += 4 * sourceStep;
            }

            for (; term < end; term += step)
            {
                sums.MultiplyAdd(features.Read(_weight, weight), blocks.Read(_source, source));
                weight += weightStep;
                source += sourceStep;
            }
        }

        private void Write(float sum, int share, int feature, int block, int lane)
        {
            if (feature < _extents.Features && block < _extents.Blocks)
            {
                int at = (share * _resultLength) + (((block * _extents.Features) + feature) * Layout.Lanes) + lane;
                float before = _accumulate ? _result[at] : share == 0 && _bias.Length > 0 ? _bias[feature] : 0;
                _result[at] = _extents.Relu ? GpuMath.Max(before + sum, 0) : before + sum;
            }
        }
    }
}
