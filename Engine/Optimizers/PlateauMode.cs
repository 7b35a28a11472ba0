namespace StnEngine.Optimizers;

/// <summary>Which way a metric gets better.</summary>
public enum PlateauMode
{
    /// <summary>Downwards: a loss.</summary>
    Min,

    /// <summary>Upwards: an accuracy.</summary>
    Max,
}
