namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>What is to go wrong with the requests that come next.</summary>
public sealed class S3Faults
{
    private readonly Lock access = new();
    private readonly List<(S3Fault Fault, string? Operation)> pending = [];
    private readonly List<(TaskCompletionSource Gate, string? Operation)> held = [];

    /// <summary>Adds one, for the next requests that are of the operation, such as GetObject; or for whatever comes.</summary>
    public void Add(S3Fault fault, int times = 1, string? operation = null)
    {
        lock (access)
            pending.AddRange(Enumerable.Repeat((fault, operation), times));
    }

    /// <summary>Keeps requests waiting, until what is given back is disposed or their client goes away.</summary>
    public IDisposable Hold(string? operation = null)
    {
        var gate = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), operation);
        lock (access)
            held.Add(gate);
        return new Release(() =>
        {
            lock (access)
                held.Remove(gate);
            gate.Item1.SetResult();
        });
    }

    internal S3Fault? Take(string operation)
    {
        lock (access)
        {
            var index = pending.FindIndex(one => one.Operation is null || one.Operation == operation);
            if (index < 0)
                return null;
            var fault = pending[index].Fault;
            pending.RemoveAt(index);
            return fault;
        }
    }

    internal Task WaitAsync(string operation, CancellationToken cancel)
    {
        lock (access)
            return Task.WhenAll(held.Where(one => one.Operation is null || one.Operation == operation).Select(one => one.Gate.Task))
                .WaitAsync(cancel);
    }

    private sealed class Release(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
