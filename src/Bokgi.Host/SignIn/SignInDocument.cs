namespace Bokgi.Host.SignIn;

/// <summary>Who the caller is to the server.</summary>
/// <param name="Name">The name of the key; local or anonymous where the server asks for none.</param>
/// <param name="Role">viewer, trader or admin.</param>
/// <param name="ExpiresAt">When the session ends by itself; null for a caller without one.</param>
internal sealed record SignInDocument(string Name, string Role, string? ExpiresAt);
