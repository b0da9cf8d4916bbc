using Bokgi.Host.Platform.Redis;
using Bokgi.Host.Platform.Wake;

namespace Bokgi.Host.Platform.Events.Store;

/// <summary>Adds events to the event table, and wakes the servers that send them to clients.</summary>
internal sealed class EventLog(TimeProvider clock, RedisLink? redis = null)
{
    private const int MaximumDataLength = 65_536;

    public WakeSignal Wake { get; } = new("events", redis);

    /// <summary>
    /// Adds an event to the caller's own unit of work, so that the event is stored if and only if the change that it reports is stored. Call
    /// <see cref="Signal"/> after the commit.
    /// </summary>
    /// <exception cref="ArgumentException">The topic or kind is not valid, or the data is too long.</exception>
    public void Add(BokgiContext context, string topic, string kind, object data)
    {
        if (!EventNames.IsTopic(topic))
            throw new ArgumentException($"'{topic}' is not a topic; write a word, or word:rest without spaces and commas", nameof(topic));
        if (!EventNames.IsKind(kind))
            throw new ArgumentException($"'{kind}' is not a kind of event; write a word other than hello, gap and heartbeat", nameof(kind));
        var text = JsonSerializer.Serialize(data, JsonFormat.Compact);
        if (text.Length > MaximumDataLength)
            throw new ArgumentException(
                $"{text.Length} characters are too many for an event of '{topic}'; refer to the document instead",
                nameof(data)
            );
        context.Add(
            new EventRow
            {
                Topic = topic,
                Kind = kind,
                Data = text,
                CreatedUtc = clock.NowUtc(),
            }
        );
    }

    public void Signal() => Wake.Signal();
}
