namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>The faults to inject into the next requests.</summary>
public sealed class S3Faults
{
    private readonly Lock access = new();
    private readonly List<(S3Fault Fault, string? Operation)> pending = [];
    private readonly List<Gate> held = [];

    /// <summary>Adds a fault for the next requests of the operation, such as GetObject, or of any operation when it is null.</summary>
    public void Add(S3Fault fault, int times = 1, string? operation = null)
    {
        lock (access)
            pending.AddRange(Enumerable.Repeat((fault, operation), times));
    }

    /// <summary>Holds requests until the returned object is disposed or their client disconnects.</summary>
    /// <param name="operation">The operation to hold, such as GetObject; null for any.</param>
    /// <param name="after">How many requests pass before requests are held.</param>
    public IDisposable Hold(string? operation = null, int after = 0)
    {
        var gate = new Gate(operation, after);
        lock (access)
            held.Add(gate);
        return new Release(() =>
        {
            lock (access)
                held.Remove(gate);
            gate.Opened.SetResult();
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
            return Task.WhenAll(held.Where(gate => gate.IsClosed(operation)).Select(gate => gate.Opened.Task)).WaitAsync(cancel);
    }

    private sealed class Gate(string? held, int after)
    {
        private int passing = after;

        public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsClosed(string operation) => (held is null || held == operation) && --passing < 0;
    }

    private sealed class Release(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
