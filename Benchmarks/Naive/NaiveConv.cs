namespace StnEngine.Benchmarks.Naive;

/// <summary>A convolution with bias, stride 1 and no padding.</summary>
internal sealed class NaiveConv(int images, int channels, int size, int outputs, int kernel) : NaiveWork
{
    private readonly int _outSize = size - kernel + 1;

    public override void Forward(float[][] inputs, float[] output)
    {
        float[] image = inputs[0], weight = inputs[1], bias = inputs[2];
        int to = 0;
        for (int n = 0; n < images; n++)
        {
            for (int oc = 0; oc < outputs; oc++)
            {
                for (int oy = 0; oy < _outSize; oy++)
                {
                    for (int ox = 0; ox < _outSize; ox++)
                    {
                        float sum = bias[oc];
                        for (int c = 0; c < channels; c++)
                        {
                            for (int ky = 0; ky < kernel; ky++)
                            {
                                for (int kx = 0; kx < kernel; kx++)
                                {
                                    sum += image[Pixel(n, c, oy + ky, ox + kx)] * weight[Tap(oc, c, ky, kx)];
                                }
                            }
                        }

                        output[to++] = sum;
                    }
                }
            }
        }
    }

    public override void Backward(float[][] inputs, float[] output, float[] gradOutput, float[][] gradInputs)
    {
        float[] image = inputs[0], weight = inputs[1], gradImage = gradInputs[0], gradWeight = gradInputs[1], gradBias = gradInputs[2];
        int from = 0;
        for (int n = 0; n < images; n++)
        {
            for (int oc = 0; oc < outputs; oc++)
            {
                for (int oy = 0; oy < _outSize; oy++)
                {
                    for (int ox = 0; ox < _outSize; ox++)
                    {
                        float grad = gradOutput[from++];
                        gradBias[oc] += grad;
                        for (int c = 0; c < channels; c++)
                        {
                            for (int ky = 0; ky < kernel; ky++)
                            {
                                for (int kx = 0; kx < kernel; kx++)
                                {
                                    int pixel = Pixel(n, c, oy + ky, ox + kx), tap = Tap(oc, c, ky, kx);
                                    gradImage[pixel] += grad * weight[tap];
                                    gradWeight[tap] += grad * image[pixel];
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private int Pixel(int n, int c, int y, int x) => (((((n * channels) + c) * size) + y) * size) + x;

    private int Tap(int oc, int c, int ky, int kx) => (((((oc * channels) + c) * kernel) + ky) * kernel) + kx;
}
