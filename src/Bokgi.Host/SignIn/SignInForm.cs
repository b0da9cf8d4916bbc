namespace Bokgi.Host.SignIn;

/// <summary>The credentials to sign in with.</summary>
internal sealed record SignInForm
{
    /// <summary>The secret of a key.</summary>
    [Secret]
    public string? Key { get; init; }
}
