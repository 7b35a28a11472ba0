using Stn.Data;
using Stn.Exchange;
using Stn.Training;
using StnEngine;
using StnEngine.Datasets.Images;
using StnEngine.Kernels;
using StnEngine.Layers;

namespace Stn.Evaluation;

/// <summary>A checkpoint's model on a device, ready to be shown pictures.</summary>
internal sealed class TrainedModel : IDisposable
{
    private readonly PictureFit _fit;
    private readonly ModelCard _card;

    private TrainedModel(SafetensorsFile file, TrainOptions options, Device device)
    {
        _card = ModelCard.Of(options);
        if (Channels is not (1 or 3))
        {
            throw new UserException($"This model was trained on {Channels} images at once (--distort {options.Distort}): single pictures cannot be shown to it. Use a model of another distortion.");
        }

        KnownDataset dataset = options.FindDataset();
        (PictureSize, KeepsShape) = (dataset.Size, !dataset.TakesSize);
        _fit = new PictureFit(Channels, PictureSize, KeepsShape, Size);
        Device = device;
        Model = _card.Build(device, file);
        StateFile.LoadState(Model, file);
        Model.Evaluate();
    }

    /// <summary>The model's name, as <c>--model</c> takes it.</summary>
    public string Name => _card.Options.Model;

    /// <summary>Where it is; disposed with this.</summary>
    public Device Device { get; }

    public Module Model { get; }

    public int Channels => _card.Channels;

    /// <summary>Side of the images that it takes.</summary>
    public int Size => _card.Size;

    /// <summary>Side of the square in the middle of them that a picture is brought to.</summary>
    public int PictureSize { get; }

    /// <summary>Whether what is no square is laid on a black one first; otherwise it is stretched.</summary>
    public bool KeepsShape { get; }

    public IReadOnlyList<string> ClassNames => _card.ClassNames;

    /// <summary>How it was trained.</summary>
    public TrainOptions Options => _card.Options;

    /// <summary>Loads a model.</summary>
    /// <param name="checkpoint">A checkpoint, or the folder of a run.</param>
    /// <param name="dataset">A data set in the place of the run's own, for its classes; null for that one. Its images are not read.</param>
    /// <param name="spec">The device.</param>
    /// <param name="threads">CPU threads; 0 for one a processor.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged, or not of such a model.</exception>
    /// <exception cref="UserException">The data set or device is unknown.</exception>
    public static TrainedModel Load(string checkpoint, string? dataset, string spec, int threads)
    {
        (SafetensorsFile file, TrainOptions options, _) = Checkpoint.Read(RunFolder.ModelAt(checkpoint));
        options = options with { Dataset = dataset ?? options.Dataset };
        Device device = Devices.Open(spec, threads);
        try
        {
            return new TrainedModel(file, options, device);
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <summary>A picture as the model's images are: <c>[Channels, Size, Size]</c>, 0 to 1.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="whole">Whether it shows all that the model sees, where a model's canvas is larger than its data set's images.</param>
    public float[] Fit(ByteImage picture, bool whole = false) => Array.ConvertAll(_fit.Apply(picture, whole), p => p / (float)byte.MaxValue);

    /// <summary>Fitted pictures as a batch, normalised as those that it was trained on.</summary>
    public Tensor Batch(IReadOnlyList<float[]> pictures) =>
        Tensor.Batch(Device, [.. pictures.SelectMany(p => p.Select(value => (value - _card.Mean) / _card.Std))], pictures.Count, Channels, Size, Size);

    /// <summary>Normalised pixels as they were before, 0 to 1.</summary>
    public float[] Shown(float[] normalised) => Array.ConvertAll(normalised, value => (value * _card.Std) + _card.Mean);

    public void Dispose()
    {
        Model.Dispose();
        Device.Dispose();
    }
}
