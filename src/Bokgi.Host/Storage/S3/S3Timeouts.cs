namespace Bokgi.Host.Storage.S3;

/// <summary>Time limits for a server.</summary>
/// <param name="Connect">The limit for one attempt to connect; there are four attempts.</param>
/// <param name="Response">How long a request, with retries, may transfer no bytes. A transfer that makes progress has no limit.</param>
internal sealed record S3Timeouts(TimeSpan Connect, TimeSpan Response)
{
    public static S3Timeouts Default { get; } = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15));
}
