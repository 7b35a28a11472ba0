using StnEngine.Kernels;

namespace StnEngine.Tests.Operations;

// The lanes of a ragged last block that hold no image.
internal static class IdleLanes
{
    // NaN spoils sums, and a huge number what leaves NaN out; every other value is one, in every lane.
    private static readonly float[] Poisons = [float.NaN, -3e38f];

    public static void Poison(Tensor tensor)
    {
        Layout layout = tensor.Layout;
        if (!layout.IsBatched)
        {
            return;
        }

        // The whole buffer as it is stored.
        Layout stored = Layout.Plain((int)layout.StoredLength);
        float[] values = new float[stored.Rest];
        tensor.Device.Download(tensor.Buffer, stored, values);
        int lastBlock = layout.Blocks - 1;
        for (int i = lastBlock * layout.BlockLength; i < values.Length; i++)
        {
            values[i] = i % Layout.Lanes < layout.LiveLanes(lastBlock) ? values[i] : Poisons[((i / Layout.Lanes) + i) % 2];
        }

        tensor.Device.Upload(values, stored, tensor.Buffer);
    }
}
