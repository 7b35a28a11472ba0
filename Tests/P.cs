namespace StnEngine.Tests;
public sealed class P { [Xunit.Fact] public void Works_Always() => Xunit.Assert.Equal(2, 1 + 1); }
