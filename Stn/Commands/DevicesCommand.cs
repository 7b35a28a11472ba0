using System.CommandLine;
using StnEngine.Kernels;

namespace Stn.Commands;

internal static class DevicesCommand
{
    public static Command Create()
    {
        var command = new Command("devices", "Lists what can compute here, and what is missing and why.");
        command.SetAction(parsed =>
        {
            foreach (DeviceInfo info in Devices.List())
            {
                parsed.InvocationConfiguration.Output.WriteLine($"{info.Spec,-14}{info.Name ?? $"not there: {info.WhyMissing}"}");
            }
        });
        return command;
    }
}
