namespace Bokgi.Host.PaperTrading.Requests;

/// <summary>How to end a session.</summary>
internal sealed record StopForm
{
    /// <summary>The session to end; the newest one by default.</summary>
    public string? SessionId { get; init; }

    /// <summary>Whether open positions are sold at the last close; true by default.</summary>
    public bool? ClosePositions { get; init; }
}
