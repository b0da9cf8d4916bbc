using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Scripts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>
/// A small in-process S3 server that checks requests as strictly as S3: signatures of requests and chunks, clocks, checksums and policies.
/// It has one bucket, stores objects as files, and injects the faults that a test plans.
/// </summary>
public sealed class StrictS3Server : IAsyncLifetime
{
    public const string Bucket = "bokgi-signed";
    public const string Region = "ap-northeast-2";

    private readonly TemporaryFolder folder = new();
    private readonly S3Authenticator authenticator;
    private readonly S3Objects objects;
    private readonly S3Uploads uploads;
    private readonly S3RequestHandler handler;
    private WebApplication? app;
    private readonly int port = FreePort.Find();

    public StrictS3Server()
        : this(TimeProvider.System) { }

    private StrictS3Server(TimeProvider clock)
    {
        authenticator = new S3Authenticator(Region, clock);
        objects = new S3Objects(folder.Path, clock);
        uploads = new S3Uploads(objects);
        handler = new S3RequestHandler(Bucket, authenticator, objects, uploads, Faults, clock);
        Credential = AddCredential([.. MinimalActions]);
    }

    /// <summary>The actions of the minimal policy, which docs/how-to/s3.md lists.</summary>
    public static IReadOnlyList<string> MinimalActions { get; } =
    ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "s3:AbortMultipartUpload"];

    /// <summary>A key with the minimal policy.</summary>
    public S3Credential Credential { get; }

    /// <summary>The faults to inject.</summary>
    public S3Faults Faults { get; } = new();

    /// <summary>The requests so far, in the order of their responses.</summary>
    public IReadOnlyList<S3RequestRecord> Requests => handler.Requests;

    /// <summary>The keys of multipart uploads that are neither completed nor aborted.</summary>
    public IReadOnlyList<string> OpenUploads => uploads.Keys;

    /// <summary>All objects by key, in S3's order.</summary>
    public IReadOnlyList<S3Object> Objects => objects.All;

    /// <summary>The address without the bucket.</summary>
    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    /// <summary>The environment variables of a program that stores objects in this server with the key of the minimal policy.</summary>
    public IReadOnlyDictionary<string, string> Settings => SettingsFor(Credential);

    public async ValueTask InitializeAsync() => await StartAsync();

    /// <summary>The environment variables of a program that stores objects in this server with the given key.</summary>
    public IReadOnlyDictionary<string, string> SettingsFor(S3Credential credential) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_BUCKET_NAME"] = Bucket,
            ["AWS_ENDPOINT_URL"] = Address.ToString().TrimEnd('/'),
            ["AWS_REGION"] = Region,
            ["AWS_ACCESS_KEY_ID"] = credential.KeyId,
            ["AWS_SECRET_ACCESS_KEY"] = credential.Secret,
        };

    /// <summary>Creates a key that may perform these actions, such as s3:GetObject.</summary>
    public S3Credential AddCredential(params string[] actions)
    {
        var (id, secret) = (RandomNumberGenerator.GetHexString(16), Convert.ToBase64String(RandomNumberGenerator.GetBytes(30)));
        var credential = new S3Credential($"AKIA{id}", secret, actions.ToHashSet(StringComparer.Ordinal));
        authenticator.Add(credential);
        return credential;
    }

    /// <summary>Creates a server that uses the test's clock; the caller starts it.</summary>
    public static StrictS3Server CreateWithClock(TimeProvider clock) => new(clock);

    public S3Object? Find(string key) => objects.Find(key);

    /// <summary>Starts listening; after a stop, on the same port with the stored objects.</summary>
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MinRequestBodyDataRate = null;
            options.RequestHeaderEncodingSelector = _ => Encoding.UTF8;
            options.Listen(IPAddress.Loopback, port);
        });
        app = builder.Build();
        app.Run(handler.HandleAsync);
        await app.StartAsync();
    }

    /// <summary>Stops listening and closes every connection.</summary>
    public async Task StopAsync()
    {
        if (app is null)
            return;
        await app.StopAsync(new CancellationToken(canceled: true)); // does not wait for running requests
        await app.DisposeAsync();
        app = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        folder.Dispose();
    }
}
