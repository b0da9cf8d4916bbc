namespace Bokgi.Host.Alerts;

/// <summary>A way to send messages to people, such as e-mail. A channel makes one attempt per call; retrying is left to the caller.</summary>
internal interface IAlertChannel
{
    /// <summary>The channel's name in settings, database rows and HTTP answers, such as <c>slack</c>.</summary>
    string Name { get; }

    /// <exception cref="AlertChannelException">The message was not delivered.</exception>
    Task SendAsync(AlertMessage message, CancellationToken cancel);
}
