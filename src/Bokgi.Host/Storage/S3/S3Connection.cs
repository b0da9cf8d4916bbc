using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace Bokgi.Host.Storage.S3;

/// <summary>The SDK's client of one bucket. <see cref="SendAsync"/> limits the time of every request and translates exceptions.</summary>
internal sealed class S3Connection(S3Settings settings, S3Timeouts timeouts) : IDisposable
{
    private readonly AmazonS3Client client = Create(settings, timeouts);

    public string Bucket => settings.Bucket;

    public ServerSideEncryptionMethod? Encryption { get; } = settings.Encryption.Length > 0 ? new(settings.Encryption) : null;

    /// <summary>
    /// Sends a request. <paramref name="send"/> receives an action, and calls it whenever bytes were transferred: this restarts the time limit.
    /// </summary>
    /// <exception cref="StorageException">The request failed.</exception>
    public async Task<T> SendAsync<T>(string key, Func<IAmazonS3, Action, CancellationToken, Task<T>> send, CancellationToken cancel)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(timeouts.Response);
        try
        {
            return await send(client, () => timeout.CancelAfter(timeouts.Response), timeout.Token);
        }
        catch (Exception failure)
        {
            cancel.ThrowIfCancellationRequested();
            if (S3Failures.Translate(failure, settings, key) is { } translated)
                throw translated;
            throw;
        }
    }

    public void Dispose() => client.Dispose();

    private static AmazonS3Client Create(S3Settings settings, S3Timeouts timeouts)
    {
        var config = new AmazonS3Config
        {
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 3,
            MaxStaleConnectionRetries = 1, // one more retry if the server has closed a pooled connection
            ConnectTimeout = timeouts.Connect,
            Timeout = Timeout.InfiniteTimeSpan, // SendAsync limits requests that stall, however large they are
            // This program sends and compares checksums itself, so servers without the SDK's newer checksums work too.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (settings.Endpoint is { } endpoint)
            (config.ServiceURL, config.AuthenticationRegion, config.ForcePathStyle) = (endpoint.AbsoluteUri, settings.Region, true);
        else
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region);
        return Credentials(settings) is { } credentials ? new AmazonS3Client(credentials, config) : new AmazonS3Client(config);
    }

    private static AWSCredentials? Credentials(S3Settings settings) =>
        settings switch
        {
            { AccessKeyId: "" } => null,
            { SessionToken: "" } => new BasicAWSCredentials(settings.AccessKeyId, settings.SecretAccessKey),
            _ => new SessionAWSCredentials(settings.AccessKeyId, settings.SecretAccessKey, settings.SessionToken),
        };
}
