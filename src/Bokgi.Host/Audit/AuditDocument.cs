namespace Bokgi.Host.Audit;

/// <summary>A request that changed something, or was not permitted to.</summary>
/// <param name="Time">When the entry was created.</param>
/// <param name="Caller">The name of the key; without one, <c>local</c> for callers on this machine and <c>anonymous</c> for others.</param>
/// <param name="Address">The IP address of the caller.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Route">The route template, with parameter names.</param>
/// <param name="Subject">What was changed, such as a run_id; null if the request does not identify it.</param>
/// <param name="Status">The HTTP status of the response.</param>
internal sealed record AuditDocument(string Time, string Caller, string? Address, string Method, string Route, string? Subject, int Status);
