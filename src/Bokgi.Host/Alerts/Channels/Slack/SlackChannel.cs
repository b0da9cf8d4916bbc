using System.Text.RegularExpressions;

namespace Bokgi.Host.Alerts.Channels.Slack;

/// <summary>Sends alerts to an incoming webhook of Slack.</summary>
internal sealed partial class SlackChannel(Uri address, AlertText text, TimeProvider clock) : IAlertChannel, IDisposable
{
    private readonly ChannelHttp http = new("SLACK_WEBHOOK_URL", clock);

    public string Name => "slack";

    public Task SendAsync(AlertMessage message, CancellationToken cancel) =>
        http.PostAsync(address, new SlackPayload(text).Create(message), ReadFailure, cancel);

    public void Dispose() => http.Dispose();

    // Slack answers with a code such as no_service or channel_is_archived.
    private static ChannelFailure ReadFailure(string body) => new(Reason: ErrorCodePattern().IsMatch(body) ? body : null, RetryAfter: null);

    [GeneratedRegex(@"\A[a-z_]{1,60}\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ErrorCodePattern();
}
