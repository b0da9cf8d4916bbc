namespace Bokgi.Host.Platform.Events.Store;

/// <summary>A stored event, which servers send to the clients that subscribed to its topic.</summary>
internal sealed class EventRow
{
    /// <summary>
    /// Increases in the order in which events become visible, with gaps, and is never reused. On PostgreSQL a trigger assigns it at the
    /// commit, so what EF returns for a new row is not its final number.
    /// </summary>
    public long Number { get; init; }

    public required string Topic { get; init; }

    public required string Kind { get; init; }

    /// <summary>JSON on one line.</summary>
    public required string Data { get; init; }

    /// <summary>Microseconds since the Unix epoch, UTC.</summary>
    public required long CreatedUtc { get; init; }
}
