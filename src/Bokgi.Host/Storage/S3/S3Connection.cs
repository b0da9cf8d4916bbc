using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Bokgi.Host.Platform.Settings;

namespace Bokgi.Host.Storage.S3;

/// <summary>The SDK's client of one bucket; every request goes through <see cref="AskAsync"/>, which limits its time and translates its failure.</summary>
internal sealed class S3Connection(S3Settings settings, S3Timeouts patience) : IDisposable
{
    private const int Repetitions = 3;

    private readonly AmazonS3Client client = Create(settings, patience);

    public string Bucket => settings.Bucket;

    /// <summary>The encryption to ask for; null for none.</summary>
    public ServerSideEncryptionMethod? Encryption { get; } = settings.Encryption.Length > 0 ? new(settings.Encryption) : null;

    /// <summary>Asks the server something.</summary>
    /// <param name="key">The object it is about, for the error.</param>
    /// <param name="ask">Asks. It calls what it is given last whenever bytes have moved, which gives it time anew.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="StorageException">There was no good answer.</exception>
    public async Task<T> AskAsync<T>(string key, Func<IAmazonS3, Action, CancellationToken, Task<T>> ask, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(patience.Answer);
        try
        {
            return await ask(client, () => limit.CancelAfter(patience.Answer), limit.Token);
        }
        catch (Exception failure)
        {
            cancel.ThrowIfCancellationRequested();
            if (S3Failures.Translate(failure, settings, key) is { } told)
                throw told;
            throw;
        }
    }

    public void Dispose() => client.Dispose();

    private static AmazonS3Client Create(S3Settings settings, S3Timeouts patience)
    {
        var config = new AmazonS3Config
        {
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = Repetitions,
            MaxStaleConnectionRetries = 1, // beside the others, for a kept connection that was closed meanwhile
            ConnectTimeout = patience.Connect,
            Timeout = Timeout.InfiniteTimeSpan, // AskAsync limits what stands still, not what is large
            // Checksums are sent and compared by this program itself, and a server that knows none of the newer ones will do.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (settings.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = settings.Region;
            config.ForcePathStyle = true;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region);
        }

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
