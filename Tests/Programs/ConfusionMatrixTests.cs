using Stn.Evaluation;
using Xunit;

namespace StnEngine.Tests.Programs;

public sealed class ConfusionMatrixTests
{
    [Fact]
    public void ConfusionMatrix_OfFewClasses_NamesItsColumns()
    {
        var matrix = new ConfusionMatrix(["no", "perhaps"]);
        matrix.Add(0, 1);
        matrix.Add(1, 1);
        string[] lines = matrix.ToText().TrimEnd().Split(Environment.NewLine);
        Assert.Equal("accuracy 50.00 % of 2 images", lines[0]);
        Assert.Equal(["             no perhaps", "no            0       1", "perhaps       0       1"], lines[^3..]);
    }

    [Fact]
    public void ConfusionMatrix_OfManyClasses_NumbersItsColumns()
    {
        var matrix = new ConfusionMatrix([.. Enumerable.Range(0, 43).Select(c => $"a sign of the kind {c}")]);
        matrix.Add(42, 7);
        string[] lines = matrix.ToText().TrimEnd().Split(Environment.NewLine);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 300));
        Assert.StartsWith(new string(' ', 25 + 5) + "0     1     2", lines[^44], StringComparison.Ordinal);
        Assert.StartsWith(" 42 a sign of the kind 42", lines[^1], StringComparison.Ordinal);
        Assert.Equal(lines[^44].IndexOf(" 7 ", StringComparison.Ordinal) + 1, lines[^1].IndexOf('1', StringComparison.Ordinal));
    }
}
