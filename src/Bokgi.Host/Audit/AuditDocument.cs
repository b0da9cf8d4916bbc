namespace Bokgi.Host.Audit;

/// <summary>A request that changed something, or tried to without permission.</summary>
/// <param name="Time">When it was answered.</param>
/// <param name="Caller">The name of the key; local or anonymous if the server requires no key.</param>
/// <param name="Address">The address it came from.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Route">The route template, with parameter names.</param>
/// <param name="Subject">What was changed, such as a run_id; null if the request does not say.</param>
/// <param name="Status">The HTTP status of the response.</param>
internal sealed record AuditDocument(string Time, string Caller, string? Address, string Method, string Route, string? Subject, int Status);
