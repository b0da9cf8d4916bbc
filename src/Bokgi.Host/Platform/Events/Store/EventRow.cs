namespace Bokgi.Host.Platform.Events.Store;

/// <summary>An event that is kept for a day.</summary>
internal sealed class EventRow
{
    /// <summary>
    /// Rises in the order in which events become visible, with holes; never used again. On PostgreSQL a trigger gives it at the commit, so
    /// what EF knows of a row that was just added is not its number.
    /// </summary>
    public long Number { get; init; }

    public required string Topic { get; init; }

    public required string Kind { get; init; }

    /// <summary>JSON in one line.</summary>
    public required string Data { get; init; }

    /// <summary>Microseconds since the Unix epoch, UTC.</summary>
    public required long CreatedUtc { get; init; }
}
