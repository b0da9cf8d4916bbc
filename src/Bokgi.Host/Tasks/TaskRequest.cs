namespace Bokgi.Host.Tasks;

/// <summary>A task to submit.</summary>
/// <param name="Request">What has to be done, as JSON.</param>
internal sealed record TaskRequest(string Request)
{
    /// <summary>The text by which orders with the same key are compared; the request by default.</summary>
    public string Asked { get; init; } = Request;

    /// <summary>Additional data for the step that cuts the work, as JSON.</summary>
    public string Payload { get; init; } = "{}";

    /// <summary>The caller's Idempotency-Key, if any.</summary>
    public string? Key { get; init; }
}
