using System.CommandLine;
using Stn.Serving;
using Stn.Terminal;

namespace Stn.Commands;

internal static class ServeCommand
{
    public static Command Create()
    {
        Argument<string> checkpoint = CommonOptions.Checkpoint();
        checkpoint.Arity = ArgumentArity.ZeroOrOne;
        checkpoint.Description += " [default: a model that learns the built-in digits first]";
        var urls = new Option<string>("--urls") { Description = "The address to listen on. One beyond this machine is open to whoever reaches it.", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var dataset = PictureArguments.Dataset();
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        threads.Description = "CPU threads; the result is the same for any number. [default: one per processor to train, one to answer]";
        var command = new Command(
            "serve", "Serves a page to draw a digit on or drop a picture, which shows where the network looked and what it saw, and the same for programs: POST /api/predict, described by GET /openapi.json. Ctrl+C ends it.")
        {
            checkpoint, urls, dataset, device, threads,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var settings = new ServeSettings(parsed.GetValue(checkpoint), parsed.GetValue(urls)!, parsed.GetValue(device)!, parsed.GetValue(threads) ?? 0) { Dataset = parsed.GetValue(dataset) };
            var run = new ServeRun(settings, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return await StopSignals.RunAsync(parsed.InvocationConfiguration.Error, run.RunAsync, () => Typed.Command(parsed), stop);
        });
        return command;
    }
}
