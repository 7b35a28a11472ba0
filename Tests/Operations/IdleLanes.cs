using StnEngine.Kernels;

namespace StnEngine.Tests.Operations;

// The lanes of a ragged last block that hold no image.
internal static class IdleLanes
{
    public static void Fill(Tensor tensor, float value)
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
            values[i] = i % Layout.Lanes < layout.LiveLanes(lastBlock) ? values[i] : value;
        }

        tensor.Device.Upload(values, stored, tensor.Buffer);
    }
}
