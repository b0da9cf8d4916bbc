namespace Bokgi.Host.Tasks;

/// <summary>A task that is to be taken on.</summary>
/// <param name="Request">What is to be done, JSON.</param>
internal sealed record TaskOrder(string Request)
{
    /// <summary>What was asked, by which two orders with one key are told apart; the request unless given.</summary>
    public string Asked { get; init; } = Request;

    /// <summary>What whoever cuts the work is told beside the request, JSON.</summary>
    public string Payload { get; init; } = "{}";

    /// <summary>The caller's Idempotency-Key, if any.</summary>
    public string? Key { get; init; }
}
