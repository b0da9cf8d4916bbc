using Bokgi.Host.Alerts;

namespace Bokgi.IntegrationTests.Alerts;

/// <summary>A channel that records the messages it sends, and fails when the test tells it to.</summary>
internal sealed class RecordingChannel(string name = "slack") : IAlertChannel
{
    private readonly Queue<AlertChannelException> failures = [];

    public string Name => name;

    public List<AlertMessage> Sent { get; } = [];

    public int Calls { get; private set; }

    public void FailNext(params IEnumerable<AlertChannelException> exceptions)
    {
        foreach (var exception in exceptions)
            failures.Enqueue(exception);
    }

    public Task SendAsync(AlertMessage message, CancellationToken cancel)
    {
        Calls++;
        if (failures.TryDequeue(out var failure))
            throw failure;
        Sent.Add(message);
        return Task.CompletedTask;
    }
}
