namespace Bokgi.Host.Tasks;

/// <summary>A task to submit. Request and payload are JSON.</summary>
internal sealed record TaskRequest(string Request)
{
    /// <summary>The text by which requests with the same key are compared; by default the request itself.</summary>
    public string ComparedText { get; init; } = Request;

    /// <summary>Additional data for the step that cuts the work.</summary>
    public string Payload { get; init; } = "{}";

    /// <summary>The idempotency key; null for none.</summary>
    public string? Key { get; init; }
}
