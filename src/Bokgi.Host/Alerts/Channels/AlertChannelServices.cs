using Bokgi.Host.Alerts.Channels.Email;
using Bokgi.Host.Alerts.Channels.Slack;
using Bokgi.Host.Alerts.Channels.Telegram;
using Bokgi.Host.Alerts.Channels.Webhook;

namespace Bokgi.Host.Alerts.Channels;

internal static class AlertChannelServices
{
    /// <summary>
    /// Adds each enabled channel as an <see cref="IAlertChannel"/>. An enabled <see cref="EmailChannel"/> is also added under its own type.
    /// </summary>
    public static void AddAlertChannels(this IServiceCollection services, HostSettings settings)
    {
        services.AddSingleton(_ => new AlertText(settings));
        if (settings.Channels.SlackUrl is { } slack)
            services.AddSingleton<IAlertChannel>(provider => new SlackChannel(slack, Text(provider), Clock(provider)));
        if (settings.Channels.Email is { } email)
        {
            services.AddSingleton(provider => new EmailChannel(email, Text(provider), Clock(provider)));
            services.AddSingleton<IAlertChannel>(provider => provider.GetRequiredService<EmailChannel>());
        }

        if (settings.Channels.Telegram is { } telegram)
            services.AddSingleton<IAlertChannel>(provider => new TelegramChannel(telegram, Text(provider), Clock(provider)));
        if (settings.Channels.WebhookUrl is { } webhook)
            services.AddSingleton<IAlertChannel>(provider => new WebhookChannel(webhook, settings.Environment, Clock(provider)));
    }

    private static AlertText Text(IServiceProvider services) => services.GetRequiredService<AlertText>();

    private static TimeProvider Clock(IServiceProvider services) => services.GetRequiredService<TimeProvider>();
}
