using StnEngine.Kernels;

namespace StnEngine.Transformations;

/// <summary>A family of transformations of the plane, of which a few numbers an image choose one, and what applies it to images.</summary>
/// <remarks>
/// A transformation maps each point (u, v) of the output to the point (x, y) of the image that is read there, both in coordinates of -1 to 1.
/// It is made for one device, output size and alignment: what it needs is worked out once. Gradients reach the image and the numbers.
/// </remarks>
public abstract class Transformation : IDisposable
{
    private readonly List<Tensor> _constants = [];

    /// <summary>What all families share.</summary>
    /// <param name="device">Where the images are.</param>
    /// <param name="height">Output rows.</param>
    /// <param name="width">Output columns.</param>
    /// <param name="alignCorners">Whether -1 and 1 are the centres of the outermost pixels; otherwise their outer edges.</param>
    protected Transformation(Device device, int height, int width, bool alignCorners)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (Device, Height, Width, AlignCorners) = (device, height, width, alignCorners);
    }

    /// <summary>The device of the images.</summary>
    public Device Device { get; }

    /// <summary>Output rows.</summary>
    public int Height { get; }

    /// <summary>Output columns.</summary>
    public int Width { get; }

    /// <summary>Whether -1 and 1 are the centres of the outermost pixels; otherwise their outer edges.</summary>
    public bool AlignCorners { get; }

    /// <summary>The numbers that leave every point where it is: where a regression layer starts.</summary>
    public abstract IReadOnlyList<float> Identity { get; }

    /// <summary>Makes a family by name.</summary>
    /// <param name="kind">The family.</param>
    /// <param name="device">Where the images are.</param>
    /// <param name="height">Output rows.</param>
    /// <param name="width">Output columns.</param>
    /// <param name="alignCorners">Whether -1 and 1 are the centres of the outermost pixels; otherwise their outer edges.</param>
    /// <returns>The family; the caller disposes it.</returns>
    public static Transformation Create(TransformationKind kind, Device device, int height, int width, bool alignCorners = false) => kind switch
    {
        TransformationKind.Translation => new TranslationTransformation(device, height, width, alignCorners),
        TransformationKind.Attention => new AttentionTransformation(device, height, width, alignCorners),
        TransformationKind.Similarity => new SimilarityTransformation(device, height, width, alignCorners),
        TransformationKind.Affine => new AffineTransformation(device, height, width, alignCorners),
        TransformationKind.Projective => new ProjectiveTransformation(device, height, width, alignCorners),
        TransformationKind.ThinPlateSpline => new ThinPlateSpline(device, height, width, alignCorners),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such family of transformations."),
    };

    /// <summary>Transforms every image.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>, of any size.</param>
    /// <param name="parameters"><c>[N, Identity.Count]</c>: which transformation each image gets.</param>
    /// <param name="mode">How to read between pixels.</param>
    /// <param name="padding">What to read outside the image.</param>
    /// <returns><c>[N, C, Height, Width]</c>. With the identity and images of the output's size, the images bit for bit.</returns>
    /// <exception cref="ShapeException">The images are no batch of rank 4, or the parameters have another shape.</exception>
    public Tensor Apply(Tensor images, Tensor parameters, SampleMode mode = SampleMode.Bilinear, SamplePadding padding = SamplePadding.Zeros)
    {
        string operation = GetType().Name;
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(parameters);
        Require.Given(operation, images, parameters);
        Require.Batched(operation, "the image", images, 4);
        Require.Batched(operation, "the parameters", parameters, 2);
        Require.That(
            parameters.Shape == new Shape(images.Shape[0], Identity.Count), operation, $"for the images {images.Shape} the parameters must be [{images.Shape[0]}, {Identity.Count}]; {parameters.Shape} was given");
        return Sample(images, parameters, mode, padding);
    }

    /// <summary>Where one transformation takes a point: the same in double precision, on the host.</summary>
    /// <param name="parameters"><see cref="Identity"/>'s count of numbers.</param>
    /// <param name="u">Output x, -1 to 1.</param>
    /// <param name="v">Output y, -1 to 1.</param>
    /// <returns>The point of the image that is read.</returns>
    public abstract (double X, double Y) Map(ReadOnlySpan<double> parameters, double u, double v);

    /// <summary>Frees what was worked out.</summary>
    public void Dispose()
    {
        _constants.ForEach(c => c.Dispose());
        GC.SuppressFinalize(this);
    }

    /// <summary>Transforms images whose shapes were checked: works out what every output point reads, and has <see cref="Tensor.Displace"/> read it.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>.</param>
    /// <param name="parameters"><c>[N, Identity.Count]</c>.</param>
    /// <param name="mode">How to read between pixels.</param>
    /// <param name="padding">What to read outside the image.</param>
    /// <returns><c>[N, C, Height, Width]</c>.</returns>
    protected abstract Tensor Sample(Tensor images, Tensor parameters, SampleMode mode, SamplePadding padding);

    /// <summary>A plain tensor that lives as long as this.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Extents.</param>
    /// <returns>A leaf that needs no gradient.</returns>
    protected Tensor Constant(float[] values, params ReadOnlySpan<int> shape)
    {
        Tensor constant = Tensor.Plain(Device, values, shape);
        _constants.Add(constant);
        return constant;
    }

    /// <summary>The output's points, row by row.</summary>
    /// <returns>Height x Width points in coordinates of -1 to 1.</returns>
    protected (double U, double V)[] Lattice()
    {
        var points = new (double U, double V)[Height * Width];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = (Coordinate(i % Width, Width), Coordinate(i / Width, Height));
        }

        return points;
    }

    // A lattice of one point lies in the middle.
    private double Coordinate(int index, int extent) =>
        !AlignCorners ? ((2.0 * index) + 1 - extent) / extent : extent == 1 ? 0 : (2.0 * index / (extent - 1)) - 1;
}
