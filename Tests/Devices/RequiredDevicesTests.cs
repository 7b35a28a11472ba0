using StnEngine.Kernels;
using Xunit;

namespace StnEngine.Tests.DeviceRules;

/// <summary>STN_REQUIRE_DEVICES names devices that must be there, so that a machine which lost its GPU does not pass by skipping.</summary>
public sealed class RequiredDevicesTests
{
    private const string Variable = "STN_REQUIRE_DEVICES";

    [Fact]
    public void RequiredDevices_CanBeOpened()
    {
        string? required = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrWhiteSpace(required))
        {
            Assert.Skip($"{Variable} is not set; it takes device specs separated by commas, such as cuda:0.");
        }

        foreach (string spec in required.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            using Device device = Devices.Open(spec);
            Assert.Equal(spec, device.Spec);
        }
    }

    /// <summary>What runs GPU kernels here: a kind that is missing is one visible skip, not a silence.</summary>
    [Theory]
    [InlineData("cuda:0")]
    [InlineData("opencl:0")]
    public void RealGpu_IsThere_AndEveryOperationIsTestedOnIt(string spec)
    {
        DeviceInfo info = Devices.List().Single(d => d.Spec == spec);
        Assert.SkipWhen(info.Name is null, $"{spec} is not there, so no operation is tested on it: {info.WhyMissing}.");
        Assert.SkipUnless(TestDevices.Gpus.Contains(spec), $"STN_TEST_DEVICES leaves {spec} out.");
    }
}
