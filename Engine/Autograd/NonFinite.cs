namespace StnEngine;

/// <summary>What of a tensor is NaN or infinite.</summary>
/// <param name="Count">How many numbers.</param>
/// <param name="Of">Of how many.</param>
/// <param name="First">The first of them.</param>
/// <param name="Images">Positions of the images they belong to; empty for a plain tensor.</param>
internal sealed record NonFinite(int Count, int Of, float First, IReadOnlyList<int> Images)
{
    /// <summary>Looks at every number on the host; null where all are finite. Idle lanes do not count.</summary>
    public static NonFinite? In(Tensor tensor)
    {
        float[] values = tensor.ToArray();
        int first = Array.FindIndex(values, v => !float.IsFinite(v));
        if (first < 0)
        {
            return null;
        }

        int rest = tensor.IsBatched ? tensor.Layout.Rest : int.MaxValue, count = 0;
        var images = new List<int>();
        for (int i = first; i < values.Length; i++)
        {
            if (float.IsFinite(values[i]))
            {
                continue;
            }

            count++;
            if (tensor.IsBatched && (images.Count == 0 || images[^1] != i / rest))
            {
                images.Add(i / rest);
            }
        }

        return new NonFinite(count, values.Length, values[first], images);
    }

    /// <summary>From the least to the greatest number of a tensor, for a message.</summary>
    public static string Range(Tensor tensor)
    {
        float[] values = tensor.ToArray();
        return FormattableString.Invariant($"{tensor.Shape} from {values.Min():G4} to {values.Max():G4}");
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{First} in {Count:N0} of {Of:N0} numbers");
}
