using System.Runtime.InteropServices;

namespace StnEngine.Tests.Operations;

internal static class SameBits
{
    public static void Assert(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        int same = MemoryMarshal.Cast<float, int>(expected).CommonPrefixLength(MemoryMarshal.Cast<float, int>(actual));
        if (same < expected.Length)
        {
            Xunit.Assert.Fail(FormattableString.Invariant($"{what}: element {same} is {actual[same]:G9}, not {expected[same]:G9}."));
        }
    }

    public static void Assert(float[][] expected, float[][] actual, string what)
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert(expected[i], actual[i], i == 0 ? what : $"{what}, gradient {i}");
        }
    }
}
