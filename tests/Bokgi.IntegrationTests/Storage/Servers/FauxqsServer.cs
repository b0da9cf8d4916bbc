using System.Globalization;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.IntegrationTests.Storage.Servers;
using Bokgi.IntegrationTests.Store;
using Xunit;

[assembly: AssemblyFixture(typeof(FauxqsServer))]

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>
/// fauxqs, a third-party S3 server, run by Node.js and started on first use. It ends with this process, even if this process is killed.
/// </summary>
/// <remarks>
/// <para>It accepts any key. Everything is in memory: after <see cref="Restart"/> the bucket is new and empty.</para>
/// <para>Version 1.9.2 differs from S3. Checksums are neither checked nor stored. If the request that completes an upload lists its parts
/// with checksums, the list is read as empty, and the object has no bytes. Keys are listed in a locale's collation order, not by bytes. A
/// part or object has at most 11 MiB. Responses do not include encryption headers.</para>
/// </remarks>
public sealed class FauxqsServer : IDisposable
{
    private const string Bucket = "bokgi-fauxqs";

    // The functions that ServerScript calls: begin starts the server, clean has nothing to remove.
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

    public FauxqsServer() => port = new Lazy<int>(StartServer);

    /// <summary>
    /// The environment variables of a program that stores objects in this server. Without Node.js, the test is skipped; with CI=true, it fails.
    /// </summary>
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

    /// <summary>Starts the server again, on the same port, with an empty bucket.</summary>
    public void Restart() => server!.Start();

    public void Dispose()
    {
        server?.Dispose();
        server = null;
    }

    private int StartServer()
    {
        var folder = NodeProject.Install("Storage", "Servers", "fauxqs");
        var freePort = FreePort.Find();
        server = new ServerScript(Script, folder, freePort.ToString(CultureInfo.InvariantCulture), Bucket, NodeProject.NodePath(folder));
        return freePort;
    }
}
