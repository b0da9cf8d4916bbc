namespace Bokgi.Host.Storage.S3;

/// <summary>How long a server is waited for.</summary>
/// <param name="Connect">For a connection; there are four attempts.</param>
/// <param name="Answer">For an answer, repetitions included, or for the next bytes of one: no limit on how long a file may take that moves.</param>
internal sealed record S3Timeouts(TimeSpan Connect, TimeSpan Answer)
{
    public static S3Timeouts Standard { get; } = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15));
}
