namespace Bokgi.Host.Alerts;

/// <summary>A way to reach people. A channel sends each message once and does not retry; its caller does.</summary>
internal interface IAlertChannel
{
    /// <summary>Its name in settings, rows and answers, such as <c>slack</c>.</summary>
    string Name { get; }

    /// <exception cref="AlertChannelException">The message was not delivered.</exception>
    Task SendAsync(AlertMessage message, CancellationToken cancel);
}
