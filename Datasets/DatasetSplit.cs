namespace StnEngine.Datasets;

/// <summary>Which half of a published data set.</summary>
public enum DatasetSplit
{
    /// <summary>The images to learn from.</summary>
    Train,

    /// <summary>The images to be judged on, never used to choose a model.</summary>
    Test,
}
