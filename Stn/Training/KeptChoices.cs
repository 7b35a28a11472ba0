namespace Stn.Training;

/// <summary>Which epochs of a long log keep what transformers chose: several times as many as a page shows, so that the log of very many epochs stays small.</summary>
internal static class KeptChoices
{
    private const int MostEpochs = 256;

    /// <summary>Takes the choices out of epochs that have become too many; the first and the last keep theirs. Asked after every epoch.</summary>
    public static void Thin(List<EpochResult> log)
    {
        int step = StepOf(log.Count);
        bool wider = step != StepOf(log.Count - 1);
        for (int i = wider ? 1 : Math.Max(1, log.Count - 2); i < log.Count - 1; i++)
        {
            if (log[i].Epoch % step != 0)
            {
                log[i] = log[i] with { Transforms = [.. log[i].Transforms.Select(t => t with { Choices = [] })] };
            }
        }
    }

    private static int StepOf(int epochs)
    {
        int step = 1;
        while (epochs / step > MostEpochs)
        {
            step *= 2;
        }

        return step;
    }
}
