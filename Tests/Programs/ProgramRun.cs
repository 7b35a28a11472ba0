using Stn;

namespace StnEngine.Tests.Programs;

// The whole program in this process: exit code and what it printed.
internal static class ProgramRun
{
    public static Task<(int ExitCode, string Output, string Error)> Of(params string[] args) => Fed([], args);

    // With something on its standard input.
    public static async Task<(int ExitCode, string Output, string Error)> Fed(byte[] input, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = await StnProgram.RunAsync(args, output, error, () => new MemoryStream(input));
        return (exitCode, output.ToString(), error.ToString());
    }
}
