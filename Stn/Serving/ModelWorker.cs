using System.Collections.Concurrent;
using Stn.Evaluation;

namespace Stn.Serving;

/// <summary>The one thread that a model lives on, and the short queue before it: a device does one thing at a time.</summary>
internal sealed class ModelWorker : IDisposable
{
    private readonly BlockingCollection<Action<TrainedModel>> _queue;
    private readonly TaskCompletionSource<ModelDescription> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeSpan _patience;
    private readonly Thread _thread;

    private ModelWorker(Func<TrainedModel> open, ServeLimits limits)
    {
        (_queue, _patience) = (new BlockingCollection<Action<TrainedModel>>(limits.Waiting), limits.Patience);
        _thread = new Thread(() => Work(open)) { IsBackground = true, Name = "model" };
        _thread.Start();
    }

    /// <summary>What the model is like.</summary>
    public ModelDescription Description => _opened.Task.Result;

    /// <summary>Opens a model on its thread.</summary>
    /// <exception cref="Exception">It cannot be opened: whatever <paramref name="open"/> threw.</exception>
    public static async Task<ModelWorker> OpenAsync(Func<TrainedModel> open, ServeLimits limits)
    {
        var worker = new ModelWorker(open, limits);
        try
        {
            await worker._opened.Task;
            return worker;
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    /// <summary>Asks the model something when its turn comes.</summary>
    /// <exception cref="RequestException">Too many wait already, or the answer took too long.</exception>
    public async Task<T> AskAsync<T>(Func<TrainedModel, T> question, CancellationToken stop)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(_patience);
        CancellationToken gone = patience.Token;
        if (!_queue.TryAdd(model => Answer(question, model, answer, gone)))
        {
            throw RequestException.Busy($"{_queue.BoundedCapacity} requests wait for the model already. Ask again in a second.", 1);
        }

        try
        {
            return await answer.Task.WaitAsync(gone);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw RequestException.Busy(FormattableString.Invariant($"The model did not come to this request within {_patience.TotalSeconds:0.#} seconds. Ask again when it has less to do."), 1);
        }
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
    }

    private static void Answer<T>(Func<TrainedModel, T> question, TrainedModel model, TaskCompletionSource<T> answer, CancellationToken gone)
    {
        if (gone.IsCancellationRequested)
        {
            return;
        }

        try
        {
            answer.SetResult(question(model));
        }
        catch (Exception e)
        {
            answer.SetException(e);
        }
    }

    // Asked once before anybody waits: the first answer takes longest, for code is compiled and memory taken.
    private void Work(Func<TrainedModel> open)
    {
        TrainedModel? model = null;
        try
        {
            model = open();
            PictureQuestion.Blank(model.PictureSize).Answer(model, int.MaxValue);
            _opened.SetResult(ModelDescription.Of(model));
        }
        catch (Exception e)
        {
            model?.Dispose();
            _opened.SetException(e);
            return;
        }

        using (model)
        {
            foreach (Action<TrainedModel> question in _queue.GetConsumingEnumerable())
            {
                question(model);
            }
        }
    }
}
