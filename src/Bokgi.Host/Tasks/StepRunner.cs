using System.Diagnostics;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Platform.Leases;
using Bokgi.Host.Platform.Logging;
using Bokgi.Host.Platform.Telemetry;
using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host.Tasks;

/// <summary>Claims a step, does the work while it sends heartbeats, and stores the outcome.</summary>
internal sealed partial class StepRunner(
    StepStore steps,
    TaskQueue queue,
    WorkerName worker,
    IEnumerable<ITaskKind> kinds,
    TimeProvider clock,
    ILogger<StepRunner> log
)
{
    private int running;

    public int RunningCount => Volatile.Read(ref running);

    /// <summary>Does a step, if it is available, and then any steps of the task that this worker can continue with.</summary>
    public void Run(StepReference reference, CancellationToken stop)
    {
        for (var next = reference; next is not null && !stop.IsCancellationRequested; )
        {
            if (steps.Claim(next, worker.Text) is not { } claim)
                return;
            Interlocked.Increment(ref running);
            try
            {
                next = DoStep(claim, next, stop);
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        }
    }

    private StepReference? DoStep(StepClaim claim, StepReference reference, CancellationToken stop)
    {
        using var activity = Instruments.Activities.StartActivity(claim.Task.Kind, ActivityKind.Consumer, claim.Task.RequestId);
        using var scope = log.BeginScope(
            LogFields.Scope((LogFields.TaskId, claim.Task.TaskId), (LogFields.RequestId, claim.Task.RequestId))
        );
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var step = new TaskStep(claim, steps, cancel.Token);
        using var heartbeat = new StepHeartbeat(claim, step, steps, clock, cancel);
        var metricOutcome = "handed_back"; // some cases below replace it
        try
        {
            var next = DoWork(claim, step);
            metricOutcome = "done";
            return next;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            steps.HandBack(claim); // if this fails, TaskMonitor reclaims the step later, because its heartbeats have stopped
            queue.Enqueue(reference);
        }
        catch (Exception lost) when (lost is OperationCanceledException or LeaseLostException)
        {
            metricOutcome = "abandoned";
            LogAbandoned(reference.TaskId, reference.Position);
        }
        catch (DifferingDataException differs)
        {
            LogDiffers(reference.TaskId, reference.Position, differs.File);
            WriteUnlessLost(() => steps.Refuse(claim, worker.Text, differs.Message), stop);
            queue.Enqueue(reference); // for other workers: this worker ignores the message if it receives it, and TaskMonitor sends another
        }
        catch (Exception unavailable) when (Outage.Describe(unavailable) is { } outage)
        {
            LogWaits(reference.TaskId, reference.Position, unavailable.Message);
            WriteUnlessLost(() => steps.HandBack(claim, outage), stop); // TaskMonitor enqueues the step again, as often as needed
        }
        catch (Exception refused) when (refused is InvalidInputException or LostDataException or LakeException or ExchangeException)
        {
            metricOutcome = "refused";
            LogRefused(reference.TaskId, reference.Position, refused.Message);
            WriteUnlessLost(() => steps.FailTask(claim, refused.Message), stop);
        }
        catch (Exception failure)
        {
            metricOutcome = "failed";
            Fail(claim, failure, stop);
        }
        finally
        {
            TaskMeter.RecordStep(claim.Task.Kind, metricOutcome);
        }

        return null;
    }

    private StepReference? DoWork(StepClaim claim, TaskStep step)
    {
        var kind = kinds.Single(candidate => candidate.Name == claim.Task.Kind);
        if (claim.Step.Role == StepRole.Cut)
        {
            var pieces = kind.Cut(step);
            var queued = DatabaseRetry.RetryUntilAvailable(() => steps.CompleteCut(claim, pieces), step.Cancel);
            queue.Enqueue([.. queued.Skip(1)]);
            return queued[0];
        }

        if (claim.Step.Role == StepRole.Piece)
        {
            var pieceOutcome = kind.DoPiece(step);
            var (queued, isFinish) = DatabaseRetry.RetryUntilAvailable(
                () => steps.CompletePiece(claim, pieceOutcome, step.GetSnapshot?.Invoke()),
                step.Cancel
            );
            if (isFinish)
                return queued[0];
            queue.Enqueue(queued);
            return null;
        }

        kind.Finish(step, DatabaseRetry.RetryUntilAvailable(() => steps.ListOutcomes(claim), step.Cancel));
        steps.SignalEvents();
        LogCompleted(claim.Task.Kind, claim.Task.TaskId, (clock.NowUtc() - claim.Task.CreatedUtc) / (double)UnixTime.MicrosecondsPerSecond);
        return null;
    }

    private void Fail(StepClaim claim, Exception failure, CancellationToken stop)
    {
        LogFailed(failure, claim.Task.TaskId, claim.Step.Position, claim.Step.Attempts);
        if (claim.Step.Attempts >= StepStore.MaximumAttempts)
            WriteUnlessLost(() => steps.FailTask(claim, $"given up after {claim.Step.Attempts} attempts: {Problems.ServerFailed}"), stop);
        else
            WriteUnlessLost(() => steps.Retry(claim, Problems.ServerFailed), stop); // TaskMonitor enqueues the step at a later poll
    }

    // Repeats the write until the database is available. Does nothing if this worker has lost the step.
    private static void WriteUnlessLost(Action write, CancellationToken stop)
    {
        try
        {
            DatabaseRetry.RetryUntilAvailable(write, stop);
        }
        catch (LeaseLostException)
        {
            // Another worker has the step now.
        }
    }

    [LoggerMessage(LogLevel.Information, "the {Kind} task {TaskId} was completed {Seconds:0.0} s after its submission")]
    private partial void LogCompleted(string kind, string taskId, double seconds);

    [LoggerMessage(LogLevel.Information, "step {Position} of task {TaskId} was abandoned: the task has ended or another worker has it")]
    private partial void LogAbandoned(string taskId, int position);

    [LoggerMessage(LogLevel.Warning, "step {Position} of task {TaskId} was handed back: {File} differs on this worker")]
    private partial void LogDiffers(string taskId, int position, string file);

    [LoggerMessage(LogLevel.Warning, "step {Position} of task {TaskId} waits: {Reason}")]
    private partial void LogWaits(string taskId, int position, string reason);

    [LoggerMessage(LogLevel.Warning, "the task {TaskId} failed, since step {Position} cannot be done: {Reason}")]
    private partial void LogRefused(string taskId, int position, string reason);

    [LoggerMessage(LogLevel.Error, "step {Position} of task {TaskId} failed at attempt {Attempts}")]
    private partial void LogFailed(Exception failure, string taskId, int position, int attempts);
}
