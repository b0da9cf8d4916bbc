namespace Bokgi.Host.SignIn;

/// <summary>The identity of the caller.</summary>
/// <param name="Name">The name of the key; without one, <c>local</c> for callers on this machine and <c>anonymous</c> for others.</param>
/// <param name="Role">viewer, trader or admin.</param>
/// <param name="ExpiresAt">When the session expires; null for a caller without one.</param>
internal sealed record SignInDocument(string Name, string Role, string? ExpiresAt);
