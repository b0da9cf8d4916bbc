namespace Bokgi.Host.SignIn;

/// <summary>What a session is exchanged for.</summary>
internal sealed record SignInForm
{
    /// <summary>The secret of a key.</summary>
    public string? Key { get; init; }
}
