using System.Text.Json;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Json;
using Bokgi.Markets;

namespace Bokgi.Host.Platform.Events.Store;

/// <summary>Keeps events in the database, from where every process reads them.</summary>
internal sealed class EventLog(BokgiDatabase database, EventWakeSignal bell, TimeProvider clock)
{
    private const int MaximumData = 65_536;

    /// <summary>Adds an event to the caller's own unit of work, so that it is kept if and only if the change it tells of is. <see cref="Signal"/> after the commit.</summary>
    /// <param name="context">Where the change is made; its SaveChanges keeps both.</param>
    /// <param name="topic">What it is about: a word, or a word and which one (<c>task:ID</c>), up to 100 characters.</param>
    /// <param name="kind">What happened, a word.</param>
    /// <param name="data">Anything that can be JSON, up to 65,536 characters of it.</param>
    /// <exception cref="ArgumentException">A name or the data cannot be an event's.</exception>
    public void Add(BokgiContext context, string topic, string kind, object data)
    {
        if (!EventNames.IsTopic(topic))
            throw new ArgumentException($"'{topic}' is no topic; write a word, or word:rest without spaces and commas", nameof(topic));
        if (!EventNames.IsKind(kind))
            throw new ArgumentException($"'{kind}' is no kind of event; write a word other than hello and gap", nameof(kind));
        var text = JsonSerializer.Serialize(data, JsonFormat.Compact);
        if (text.Length > MaximumData)
            throw new ArgumentException(
                $"{text.Length} characters are too many for an event of '{topic}'; name the document",
                nameof(data)
            );
        context.Add(
            new EventRow
            {
                Topic = topic,
                Kind = kind,
                Data = text,
                CreatedUtc = UnixTime.FromDateTime(clock.GetUtcNow().UtcDateTime),
            }
        );
    }

    /// <summary>Tells the feeds that there are new events. Without it they find them within a second.</summary>
    public void Signal() => bell.Signal();

    /// <summary>Keeps events in a transaction of its own, all or none, in this order, and rings.</summary>
    public void Publish(params IReadOnlyList<Event> events)
    {
        using var context = database.OpenForWriting();
        foreach (var each in events)
            Add(context, each.Topic, each.Kind, each.Data);
        context.SaveChanges();
        Signal();
    }
}
