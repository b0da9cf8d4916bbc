namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>The faults to inject into the next requests.</summary>
public sealed class S3Faults
{
    private readonly Lock access = new();
    private readonly List<(S3Fault Fault, string? Operation)> pending = [];
    private readonly List<RequestHold> holds = [];

    /// <summary>Adds a fault for the next requests of the operation, such as GetObject, or of any operation when it is null.</summary>
    public void Add(S3Fault fault, int times = 1, string? operation = null)
    {
        lock (access)
            pending.AddRange(Enumerable.Repeat((fault, operation), times));
    }

    /// <summary>Holds requests until the returned object is disposed or their client disconnects.</summary>
    /// <param name="operation">The operation to hold, such as GetObject; null for any.</param>
    /// <param name="after">How many requests of the operation pass before the first one that is held.</param>
    public IDisposable Hold(string? operation = null, int after = 0)
    {
        var hold = new RequestHold(operation, after);
        lock (access)
            holds.Add(hold);
        return new Release(() =>
        {
            lock (access)
                holds.Remove(hold);
            hold.Released.SetResult();
        });
    }

    /// <summary>Removes and returns the first fault that applies to the operation; null if there is none.</summary>
    internal S3Fault? TakeNext(string operation)
    {
        lock (access)
        {
            var index = pending.FindIndex(candidate => candidate.Operation is null || candidate.Operation == operation);
            if (index < 0)
                return null;
            var fault = pending[index].Fault;
            pending.RemoveAt(index);
            return fault;
        }
    }

    internal Task WaitWhileHeldAsync(string operation, CancellationToken cancel)
    {
        lock (access)
            return Task.WhenAll(holds.Where(hold => hold.CountAndDecideToHold(operation)).Select(hold => hold.Released.Task))
                .WaitAsync(cancel);
    }

    private sealed class RequestHold(string? heldOperation, int after)
    {
        private int remainingPasses = after;

        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool CountAndDecideToHold(string operation)
        {
            if (heldOperation is not null && heldOperation != operation)
                return false;
            remainingPasses--;
            return remainingPasses < 0;
        }
    }

    private sealed class Release(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
