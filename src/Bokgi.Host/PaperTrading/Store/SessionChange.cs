using Bokgi.Host.PaperTrading.Sessions;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>What one transaction changes of a session: entries of its log with all that came of them.</summary>
internal sealed record SessionChange
{
    /// <summary>Entries of the log before it.</summary>
    public required long LogLength { get; init; }

    /// <summary>The new entries.</summary>
    public required IReadOnlyList<PaperEntryRow> Entries { get; init; }

    /// <summary>What came of them.</summary>
    public EntryOutcome Deeds { get; init; } = new();

    /// <summary>Up to when bars are stepped, microseconds UTC; null before the first.</summary>
    public required long? SteppedUntilUtc { get; init; }

    /// <summary>How the session stands after it.</summary>
    public required SessionState State { get; init; }

    /// <summary>The whole state after it; see <see cref="PaperSession.Save"/>.</summary>
    public required byte[] Saved { get; init; }

    /// <summary>Told together with it, in this order.</summary>
    public IReadOnlyList<(string Kind, object Data)> Events { get; init; } = [];

    /// <summary>The wish that it fulfils.</summary>
    public long? WishNumber { get; init; }
}
