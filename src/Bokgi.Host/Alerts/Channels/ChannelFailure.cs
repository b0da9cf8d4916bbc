namespace Bokgi.Host.Alerts.Channels;

/// <summary>What the body of an HTTP error response says.</summary>
/// <param name="Reason">A reason for people, without secrets; null if there is none.</param>
/// <param name="RetryAfter">How long to wait before the next try; null if the server does not say.</param>
internal readonly record struct ChannelFailure(string? Reason, TimeSpan? RetryAfter);
