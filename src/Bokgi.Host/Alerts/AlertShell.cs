using Bokgi.Host.Alerts.Channels;

namespace Bokgi.Host.Alerts;

/// <summary>Lets commands send alerts themselves, because there may be no running server to do it.</summary>
internal static class AlertShell
{
    /// <summary>The channels that are switched on.</summary>
    public static ServiceProvider OpenChannels(this Shell shell)
    {
        var services = new ServiceCollection();
        services.AddSingleton(shell.Settings);
        services.AddSingleton(shell.Clock);
        services.AddAlertChannels(shell.Settings);
        return services.BuildServiceProvider();
    }

    /// <summary>Sends messages through every channel that is switched on; a failure is a warning.</summary>
    public static async Task SendAlertsAsync(this Shell shell, IEnumerable<AlertMessage> messages)
    {
        await using var services = shell.OpenChannels();
        var channels = services.GetServices<IAlertChannel>().ToList();
        foreach (var message in messages)
        {
            if (shell.Settings.Alerts.Muted.Contains(WireNames.Of(message.Kind)))
            {
                shell.Warn($"not sent, because ALERT_MUTED names {WireNames.Of(message.Kind)}: {message.Title.En}");
                continue;
            }

            foreach (var failed in (await ChannelResult.SendAsync(channels, message, shell.Cancel)).Where(result => !result.IsSent))
                shell.Warn($"{failed.Channel}: {failed.Error}");
        }
    }
}
