namespace Bokgi.Host.Alerts;

/// <summary>
/// The state of all alerts with the same key, for example those of one health check. Decides which of them are sent, so that people get few
/// messages and still know whether the problem persists. Times are microseconds UTC.
/// </summary>
/// <param name="IsOpen">Whether the problem persists.</param>
/// <param name="LastSentUtc">When the last message was sent; null if none was.</param>
/// <param name="LastWasRecovery">Whether the last message said that the problem is over.</param>
/// <param name="Repeats">How often the problem was reported after the last message without a new message being sent.</param>
/// <param name="LastSeverity">The severity of the last message about the problem.</param>
internal sealed record AlertGroup(bool IsOpen, long? LastSentUtc, bool LastWasRecovery, int Repeats, AlertSeverity LastSeverity)
{
    /// <summary>The minimum time between the message that a problem is over and the message that the problem has returned.</summary>
    public static readonly TimeSpan MinimumGap = TimeSpan.FromMinutes(5);

    /// <summary>The time between two messages about a problem that persists.</summary>
    public static readonly TimeSpan ReminderInterval = TimeSpan.FromHours(1);

    public static AlertGroup Empty { get; } = new(IsOpen: false, LastSentUtc: null, LastWasRecovery: false, Repeats: 0, AlertSeverity.Info);

    /// <summary>
    /// Records that the problem exists. Called for each report of the problem. A message is sent unless the last message is too recent; if the
    /// problem has become more serious, a message is sent in any case.
    /// </summary>
    /// <returns>The new state, and the number of repeats to mention in the message; the number is null if no message is sent.</returns>
    public (AlertGroup State, int? Repeats) RecordProblem(long nowUtc, AlertSeverity severity)
    {
        var interval = LastWasRecovery ? MinimumGap : ReminderInterval;
        var isTooSoon = LastSentUtc is { } sent && nowUtc - sent < interval.Ticks / TimeSpan.TicksPerMicrosecond;
        var isWorse = IsOpen && !LastWasRecovery && severity > LastSeverity;
        return isTooSoon && !isWorse
            ? (this with { IsOpen = true, Repeats = Repeats + 1 }, null)
            : (new AlertGroup(IsOpen: true, LastSentUtc: nowUtc, LastWasRecovery: false, Repeats: 0, severity), Repeats);
    }

    /// <summary>Records that the problem is over. A message is sent if one was sent about the problem.</summary>
    /// <inheritdoc cref="RecordProblem" path="/returns"/>
    public (AlertGroup State, int? Repeats) RecordRecovery(long nowUtc)
    {
        if (!IsOpen)
            return (this, null);
        var wasProblemSent = LastSentUtc is not null && !LastWasRecovery;
        return wasProblemSent
            ? (new AlertGroup(IsOpen: false, LastSentUtc: nowUtc, LastWasRecovery: true, Repeats: 0, AlertSeverity.Info), Repeats)
            : (this with { IsOpen = false }, null);
    }
}
