namespace Bokgi.Host.PaperTrading.Requests;

/// <summary>How a session is to end.</summary>
internal sealed record StopForm
{
    /// <summary>Which; the newest one unless given.</summary>
    public string? SessionId { get; init; }

    /// <summary>Whether open positions are sold at the last close; true unless given.</summary>
    public bool? ClosePositions { get; init; }
}
