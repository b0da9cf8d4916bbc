using System.Text.Json.Serialization;
using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.PaperTrading.Verification;

namespace Bokgi.Host.PaperTrading.Documents;

/// <summary>A paper session, as stored.</summary>
internal sealed record SessionDocument
{
    public required string SessionId { get; init; }

    /// <summary>Whether it has not ended; a paused session is running but takes no signals.</summary>
    public required bool IsRunning { get; init; }
    public required SessionState State { get; init; }
    public required string Exchange { get; init; }
    public required string Timeframe { get; init; }
    public required IReadOnlyList<string> Symbols { get; init; }
    public required string CreatedAt { get; init; }

    /// <summary>When its first bar opens; null until the exchange's time is known.</summary>
    public required string? BeginsAt { get; init; }

    /// <summary>All bars up to this time have been processed; null before the first.</summary>
    public required string? SteppedUntil { get; init; }
    public required string? StoppedAt { get; init; }

    /// <summary>Whether it is connected to its exchange.</summary>
    public required bool IsConnected { get; init; }

    /// <summary>When the connection was last made or lost; null before the first connection.</summary>
    [JsonPropertyName("connection_since")]
    public required string? ConnectionChangedAt { get; init; }

    /// <summary>The error that blocks the session; null if there is none.</summary>
    public required string? Trouble { get; init; }

    /// <summary>Whether a server process runs it.</summary>
    public required bool IsOwned { get; init; }

    /// <summary>Whether its last verification found no difference; null before the first verification.</summary>
    public required bool? IsVerified { get; init; }
    public required string? VerifiedAt { get; init; }

    public static SessionDocument Of(PaperSessionRow row)
    {
        var verification = VerificationDocument.Of(row);
        var form = SessionRequest.FromJson(row.Request).Form;
        var isRunning = row.State != SessionState.Stopped;
        return new SessionDocument
        {
            SessionId = row.SessionId,
            IsRunning = isRunning,
            State = row.State,
            Exchange = form.Exchange!,
            Timeframe = form.Timeframe!,
            Symbols = form.Symbols!,
            CreatedAt = UnixTime.Format(row.CreatedUtc),
            BeginsAt = FormatTime(row.BeginsUtc),
            SteppedUntil = FormatTime(row.SteppedUntilUtc),
            StoppedAt = FormatTime(row.StoppedUtc),
            IsConnected = isRunning && row.IsConnected,
            ConnectionChangedAt = FormatTime(row.ConnectionUtc),
            Trouble = isRunning ? row.Trouble : null,
            IsOwned = isRunning && row.Owner is not null,
            IsVerified = verification?.IsClean,
            VerifiedAt = verification?.VerifiedAt,
        };
    }

    private static string? FormatTime(long? utc) => utc is { } time ? UnixTime.Format(time) : null;
}
