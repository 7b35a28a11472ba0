using Microsoft.AspNetCore.Builder;
using Stn.Evaluation;
using Stn.Terminal;
using Stn.Training;
using Stn.Web;

namespace Stn.Serving;

/// <summary>The <c>serve</c> command: opens a model, or trains one while the page tells how far it is, and answers until it is stopped.</summary>
internal sealed class ServeRun(ServeSettings settings, TextWriter output, TextWriter error)
{
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where it listens, once it does.</summary>
    public Task<Uri> Address => _address.Task;

    /// <summary>Serves until it is stopped.</summary>
    /// <exception cref="UserException">The settings are wrong, or the address cannot be had.</exception>
    /// <exception cref="StnEngine.CheckpointException">The checkpoint is missing, damaged, or not of a model that takes pictures.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var model = new ServedModel();
        if (settings.Checkpoint is { } checkpoint)
        {
            await OpenAsync(model, checkpoint);
        }

        await using WebApplication application = PredictionServer.Create(settings.Url, model, settings.Limits, error);
        Announce(await LocalServer.StartAsync(application, stop));
        try
        {
            if (settings.Checkpoint is null)
            {
                await OpenAsync(model, await TrainAsync(model, stop));
            }

            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            output.WriteLine("stopped");
        }
        finally
        {
            await application.StopAsync(CancellationToken.None);
        }
    }

    private async Task OpenAsync(ServedModel model, string checkpoint)
    {
        // One picture is one block of images: more threads would wait for each other.
        int threads = settings.Threads == 0 ? 1 : settings.Threads;
        ModelWorker worker = await ModelWorker.OpenAsync(() => TrainedModel.Load(checkpoint, settings.Dataset, settings.Device, threads), settings.Limits);
        model.Use(worker);
        output.WriteLine($"model    {checkpoint}: {worker.Description.Name}, trained on {worker.Description.Dataset}, on {worker.Description.Device}");
    }

    private void Announce(Uri address)
    {
        output.WriteLine($"serving  {address}");
        if (!LocalServer.IsLoopback(address))
        {
            error.WriteLine($"warning  {address} is open to other machines: whoever reaches it can ask the model, without a password and unencrypted. http://127.0.0.1:5080 is for this machine alone.");
        }

        _address.TrySetResult(address);
    }

    private async Task<string> TrainAsync(ServedModel model, CancellationToken stop)
    {
        string folder = settings.Out ?? RunFolder.New(settings.FirstTraining.Resolve(), DateTime.Now).Path;
        output.WriteLine("training no CHECKPOINT is given: a model learns the built-in digits first, and the page tells how far it is");
        using var progress = ProgressLine.On(output);
        var run = new TrainingRun(new RunSettings(Device: settings.Device, Threads: settings.Threads, Out: folder), progress) { Progressed = model.Report };
        await Task.Run(() => run.RunAsync(settings.FirstTraining, stop), stop);
        progress.Line($"again    stn serve {folder}");
        return folder;
    }
}
