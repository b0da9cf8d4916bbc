namespace Bokgi.Host.Audit;

/// <summary>A request that changed something, or wanted to and was not allowed.</summary>
/// <param name="Time">When it was answered.</param>
/// <param name="Caller">The name of the key; local or anonymous where the server asks for none.</param>
/// <param name="Address">The address it came from.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Route">The route, with the names of its parameters.</param>
/// <param name="Subject">What was changed, such as a run_id; null when the request does not say.</param>
/// <param name="Status">The HTTP status of the answer.</param>
internal sealed record AuditDocument(string Time, string Caller, string? Address, string Method, string Route, string? Subject, int Status);
