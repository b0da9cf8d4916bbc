namespace Bokgi.Host.Alerts;

/// <summary>A channel did not deliver a message. The text names the reason and the setting to check, without secrets.</summary>
internal sealed class AlertChannelException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether every retry will fail until a setting is changed, for example because a token is wrong.</summary>
    public bool IsPermanent { get; init; }

    /// <summary>How long the channel asks to wait; null if it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
