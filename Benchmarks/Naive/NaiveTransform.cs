namespace StnEngine.Benchmarks.Naive;

/// <summary>An affine transformation of square images, bilinear, zero outside, half-pixel corners.</summary>
internal sealed class NaiveTransform(int images, int channels, int size) : NaiveWork
{
    public override void Forward(float[][] inputs, float[] output)
    {
        for (int n = 0; n < images; n++)
        {
            for (int oy = 0; oy < size; oy++)
            {
                for (int ox = 0; ox < size; ox++)
                {
                    (float x, float y, int left, int top) = Position(inputs[1], n, oy, ox);
                    for (int c = 0; c < channels; c++)
                    {
                        float sum = 0;
                        for (int corner = 0; corner < 4; corner++)
                        {
                            int pixel = Pixel(n, c, top + (corner / 2), left + (corner % 2));
                            sum += pixel < 0 ? 0 : inputs[0][pixel] * Weight(x - left, corner % 2) * Weight(y - top, corner / 2);
                        }

                        output[Pixel(n, c, oy, ox)] = sum;
                    }
                }
            }
        }
    }

    public override void Backward(float[][] inputs, float[] output, float[] gradOutput, float[][] gradInputs)
    {
        for (int n = 0; n < images; n++)
        {
            for (int oy = 0; oy < size; oy++)
            {
                for (int ox = 0; ox < size; ox++)
                {
                    (float x, float y, int left, int top) = Position(inputs[1], n, oy, ox);
                    float gradX = 0, gradY = 0;
                    for (int c = 0; c < channels; c++)
                    {
                        float grad = gradOutput[Pixel(n, c, oy, ox)];
                        for (int corner = 0; corner < 4; corner++)
                        {
                            int pixel = Pixel(n, c, top + (corner / 2), left + (corner % 2));
                            if (pixel >= 0)
                            {
                                float weightX = Weight(x - left, corner % 2), weightY = Weight(y - top, corner / 2);
                                gradInputs[0][pixel] += grad * weightX * weightY;
                                gradX += grad * inputs[0][pixel] * (corner % 2 == 0 ? -weightY : weightY);
                                gradY += grad * inputs[0][pixel] * (corner / 2 == 0 ? -weightX : weightX);
                            }
                        }
                    }

                    AddTheta(gradInputs[1], n, oy, ox, gradX * size / 2, gradY * size / 2);
                }
            }
        }
    }

    private static float Weight(float fraction, int corner) => corner == 0 ? 1 - fraction : fraction;

    private void AddTheta(float[] gradTheta, int n, int oy, int ox, float gradX, float gradY)
    {
        float u = Normalised(ox), v = Normalised(oy);
        int at = n * 6;
        gradTheta[at] += gradX * u;
        gradTheta[at + 1] += gradX * v;
        gradTheta[at + 2] += gradX;
        gradTheta[at + 3] += gradY * u;
        gradTheta[at + 4] += gradY * v;
        gradTheta[at + 5] += gradY;
    }

    private (float X, float Y, int Left, int Top) Position(float[] theta, int n, int oy, int ox)
    {
        float u = Normalised(ox), v = Normalised(oy);
        int at = n * 6;
        float x = Pixels((theta[at] * u) + (theta[at + 1] * v) + theta[at + 2]);
        float y = Pixels((theta[at + 3] * u) + (theta[at + 4] * v) + theta[at + 5]);
        return (x, y, (int)MathF.Floor(x), (int)MathF.Floor(y));
    }

    private float Normalised(int pixel) => (((2 * pixel) + 1) / (float)size) - 1;

    private float Pixels(float normalised) => (((normalised + 1) * size) - 1) / 2;

    // -1 outside the image.
    private int Pixel(int n, int c, int y, int x) => y < 0 || y >= size || x < 0 || x >= size ? -1 : (((((n * channels) + c) * size) + y) * size) + x;
}
