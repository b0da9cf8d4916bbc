using Amazon.Runtime;
using Amazon.S3;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>Creates clients of the AWS SDK for test servers.</summary>
internal static class S3Clients
{
    /// <summary>A client that does not retry.</summary>
    public static AmazonS3Client Create(IReadOnlyDictionary<string, string> settings, Action<AmazonS3Config>? configure = null)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = settings["AWS_ENDPOINT_URL"],
            AuthenticationRegion = settings["AWS_REGION"],
            ForcePathStyle = true,
            MaxErrorRetry = 0,
        };
        configure?.Invoke(config);
        return new AmazonS3Client(new BasicAWSCredentials(settings["AWS_ACCESS_KEY_ID"], settings["AWS_SECRET_ACCESS_KEY"]), config);
    }
}
