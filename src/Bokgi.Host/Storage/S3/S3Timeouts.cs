namespace Bokgi.Host.Storage.S3;

/// <summary>Time limits of requests to an object store.</summary>
/// <param name="Connect">The limit for one attempt to connect; there are four attempts.</param>
/// <param name="Response">The longest time without a transferred byte, retries included. A transfer that makes progress has no limit.</param>
internal sealed record S3Timeouts(TimeSpan Connect, TimeSpan Response)
{
    public static S3Timeouts Default { get; } = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15));
}
