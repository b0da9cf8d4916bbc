using System.Globalization;
using Bokgi.IntegrationTests.Events;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.IntegrationTests.Store;
using Xunit;

[assembly: AssemblyFixture(typeof(RedisServer))]

namespace Bokgi.IntegrationTests.Events;

/// <summary>The tests' own Redis server, started on first use. It ends with this process, even if this process is killed.</summary>
public sealed class RedisServer : IDisposable
{
    private const string Script = """
        folder=$1 port=$2
        begin() {
          redis-server --bind 127.0.0.1 --port "$port" --save '' --appendonly no --dir "$folder" --daemonize no </dev/null >&2 &
          server=$!
        }
        clean() { rm -rf "$folder"; }
        """;

    private readonly Lazy<int> port;
    private ServerScript? server;

    public RedisServer() => port = new Lazy<int>(StartServer);

    /// <summary>REDIS_URL. If redis-server is not installed, the test is skipped, or fails with CI=true.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{port.Value}/0");

    public void Stop() => server!.Stop();

    /// <summary>Starts the server again, on the same port.</summary>
    public void Restart() => server!.Start();

    public void Dispose()
    {
        server?.Dispose();
        server = null;
    }

    private int StartServer()
    {
        ExternalProgram.Require("redis-server", "redis-server");
        var freePort = FreePort.Find();
        var folder = Directory.CreateTempSubdirectory("bokgi-redis-").FullName;
        server = new ServerScript(Script, folder, freePort.ToString(CultureInfo.InvariantCulture));
        return freePort;
    }
}
