namespace Bokgi.Host.Alerts.Channels.Webhook;

/// <summary>Sends alerts as JSON to an address of the user's choice.</summary>
internal sealed class WebhookChannel(Uri address, string environment, TimeProvider clock) : IAlertChannel, IDisposable
{
    private readonly ChannelHttp http = new("WEBHOOK_URL", clock);

    public string Name => "webhook";

    public Task SendAsync(AlertMessage message, CancellationToken cancel)
    {
        var body = JsonSerializer.SerializeToNode(WebhookDocument.Create(message, environment), JsonFormat.Compact)!;
        return http.PostAsync(address, body, _ => default, cancel);
    }

    public void Dispose() => http.Dispose();
}
