namespace Bokgi.Host.Alerts;

/// <summary>The result of a test message.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="IsSent">Whether the channel accepted the message.</param>
/// <param name="Error">Why it did not, with the setting to check; null if it did.</param>
internal sealed record ChannelResult(string Channel, bool IsSent, string? Error)
{
    /// <summary>Sends a message through all channels in parallel, without storing the message.</summary>
    public static async Task<IReadOnlyList<ChannelResult>> SendAsync(
        IEnumerable<IAlertChannel> channels,
        AlertMessage message,
        CancellationToken cancel
    ) => await Task.WhenAll(channels.Select(channel => SendAsync(channel, message, cancel)));

    private static async Task<ChannelResult> SendAsync(IAlertChannel channel, AlertMessage message, CancellationToken cancel)
    {
        try
        {
            await channel.SendAsync(message, cancel);
            return new ChannelResult(channel.Name, true, null);
        }
        catch (AlertChannelException failure)
        {
            return new ChannelResult(channel.Name, false, failure.Message);
        }
    }
}
