namespace StnEngine.Kernels.Gpu;

// A tap of weight zero adds nothing, whatever it holds, and the first that counts is taken as it is: at a whole position the pixel
// comes out bit for bit, minus zero too.
internal static class WeightedSum
{
    public static float Add(float sum, float weight, float value)
    {
        float part = weight * value;
        return weight == 0 ? sum : sum == 0 ? part : sum + part;
    }
}
