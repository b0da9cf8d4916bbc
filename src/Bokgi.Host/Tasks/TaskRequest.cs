namespace Bokgi.Host.Tasks;

/// <summary>A task to submit. Request and Payload are JSON.</summary>
internal sealed record TaskRequest(string Request)
{
    /// <summary>
    /// The text that decides whether a request with the same <see cref="Key"/> is a repetition of this one; by default the request itself.
    /// </summary>
    public string ComparedText { get; init; } = Request;

    /// <summary>Additional data for the step that cuts the work.</summary>
    public string Payload { get; init; } = "{}";

    /// <summary>The idempotency key; null for none.</summary>
    public string? Key { get; init; }
}
