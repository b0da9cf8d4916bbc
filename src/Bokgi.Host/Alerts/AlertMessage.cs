namespace Bokgi.Host.Alerts;

/// <summary>An alert as channels send it.</summary>
/// <param name="Kind">What the alert is about.</param>
/// <param name="Severity">How urgent it is.</param>
/// <param name="Title">One line, without markup.</param>
/// <param name="Fields">Its values, in the order in which they are shown.</param>
/// <param name="Time">When it was raised.</param>
internal sealed record AlertMessage(
    AlertKind Kind,
    AlertSeverity Severity,
    LocalizedText Title,
    IReadOnlyList<AlertField> Fields,
    DateTimeOffset Time
)
{
    /// <summary>Whether the message says that the problem of an earlier alert is over.</summary>
    public bool IsRecovery { get; init; }

    /// <summary>How often the same thing happened since the previous message, not counting the occurrence that this message reports.</summary>
    public int Repeats { get; init; }
}
