using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Events.Store;

namespace Bokgi.IntegrationTests.Events;

/// <summary>An event to publish; see <see cref="EventLog.Add"/>.</summary>
internal sealed record Event(string Topic, string Kind, object Data);

/// <summary>Publishes events that are not part of another change of the database.</summary>
internal sealed class EventPublisher(BokgiDatabase database, EventLog log)
{
    /// <summary>Stores events in one transaction, all or none, in this order, and then signals the feeds.</summary>
    public void Publish(params IReadOnlyList<Event> events)
    {
        using var context = database.OpenForWriting();
        foreach (var (topic, kind, data) in events)
            log.Add(context, topic, kind, data);
        context.SaveChanges();
        log.Signal();
    }
}
