using System.Globalization;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.IntegrationTests.Storage.Servers;
using Bokgi.IntegrationTests.Store;
using Xunit;

[assembly: AssemblyFixture(typeof(FauxqsServer))]

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>fauxqs, an S3 server of other people's making, under node; started when it is first asked for. It ends with this process, even when that is killed.</summary>
/// <remarks>
/// <para>It believes any key. Everything is in memory: what was stored is gone after <see cref="Restart"/>, where the bucket is new and empty.</para>
/// <para>What 1.9.2 does otherwise than S3: checksums are neither checked nor kept; a list of parts that names their checksums is read as empty, so that the
/// object has no bytes; keys are listed by the collation of the language, not by bytes; a part or object has at most 11 MiB; encryption is not answered.</para>
/// </remarks>
public sealed class FauxqsServer : IDisposable
{
    private const string Bucket = "bokgi-fauxqs";

    private const string Script = """
        folder=$1 port=$2 bucket=$3 node=$4
        begin() {
          (cd "$folder" && exec "$node" server.mjs "$port" "$bucket") </dev/null >&2 &
          server=$!
        }
        clean() { :; }
        """;

    private readonly Lazy<int> port;
    private ServerScript? server;

    public FauxqsServer() => port = new Lazy<int>(Begin);

    /// <summary>Environment of a program that stores here. Without node the test is skipped, with CI=true it fails.</summary>
    public IReadOnlyDictionary<string, string> Settings =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_BUCKET_NAME"] = Bucket,
            ["AWS_ENDPOINT_URL"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port.Value}"),
            ["AWS_REGION"] = "us-east-1",
            ["AWS_ACCESS_KEY_ID"] = "anybody",
            ["AWS_SECRET_ACCESS_KEY"] = "anything",
        };

    public void Stop() => server!.Stop();

    /// <summary>Starts it again, on the same port, with an empty bucket.</summary>
    public void Restart() => server!.Start();

    public void Dispose()
    {
        server?.Dispose();
        server = null;
    }

    private int Begin()
    {
        var folder = NodeProject.Install("Storage", "Servers", "fauxqs");
        var free = FreePort.Find();
        server = new ServerScript(Script, folder, free.ToString(CultureInfo.InvariantCulture), Bucket, NodeProject.Node(folder));
        return free;
    }
}
