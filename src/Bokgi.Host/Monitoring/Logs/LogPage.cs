namespace Bokgi.Host.Monitoring.Logs;

/// <summary>Log lines, newest first.</summary>
/// <param name="Items">The lines.</param>
/// <param name="NextBefore">Send it as <c>before</c> to get the lines that follow; null if there are none.</param>
internal sealed record LogPage(IReadOnlyList<LogLineDocument> Items, string? NextBefore);
