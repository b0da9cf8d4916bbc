using Bokgi.Host.PaperTrading.Simulation;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>A user's command to a session, kept until its owner has executed it and logged it as an entry.</summary>
internal sealed class SessionCommandRow
{
    public long Number { get; init; }
    public required long SessionNumber { get; init; }
    public required LogEntryKind Kind { get; init; }
    public string? Symbol { get; init; }
    public string? PositionId { get; init; }
    public bool IsDone { get; init; }
    public string? Refusal { get; init; }
    public required long CreatedUtc { get; init; }
}
