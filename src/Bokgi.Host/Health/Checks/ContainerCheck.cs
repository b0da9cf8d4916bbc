using System.Net.Sockets;
using Bokgi.Host.Platform.Health;

namespace Bokgi.Host.Health.Checks;

/// <summary>Checks that the containers of this installation run, if a Docker or Podman engine answers on this machine.</summary>
internal sealed class ContainerCheck(IReadOnlyList<string> sockets) : IHealthCheck
{
    private const string ProjectLabel = "com.docker.compose.project=bokgi";

    private static readonly string[] StandardSockets = ["/var/run/docker.sock", "/run/podman/podman.sock"];

    public ContainerCheck()
        : this(StandardSockets) { }

    public string Name => "containers";

    public bool IsLocal => true;

    public LocalizedText Failure { get; } = new("컨테이너 엔진이 응답하지 않습니다", "the container engine does not answer");

    public async Task<HealthFinding?> CheckAsync(CancellationToken cancel)
    {
        if (sockets.FirstOrDefault(File.Exists) is not { } socket || await TryConnectAsync(socket, cancel) is not { } connection)
            return null;
        using var http = new HttpClient(
            new SocketsHttpHandler
            {
                ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(new NetworkStream(connection, ownsSocket: true)),
            }
        );
        var filter = Uri.EscapeDataString($$"""{"label":["{{ProjectLabel}}"]}""");
        await using var body = await http.GetStreamAsync(new Uri($"http://engine/containers/json?all=true&filters={filter}"), cancel);
        using var answer = await JsonDocument.ParseAsync(body, cancellationToken: cancel);
        var containers = answer
            .RootElement.EnumerateArray()
            .Select(element =>
                (
                    Name: element.GetProperty("Names")[0].GetString()!.TrimStart('/'),
                    State: element.GetProperty("State").GetString(),
                    Status: element.GetProperty("Status").GetString()!
                )
            )
            .ToList();
        if (containers.Count == 0)
            return null;
        var values = new Dictionary<string, double>
        {
            ["running"] = containers.Count(container => container.State == "running"),
            ["all"] = containers.Count,
        };
        var failing = containers
            .Where(container => container.State != "running" || container.Status.Contains("(unhealthy)", StringComparison.Ordinal))
            .ToList();
        if (failing.Count == 0)
            return HealthFinding.Ok($"컨테이너 {containers.Count}개", $"{containers.Count} running", values);
        var names = string.Join(", ", failing.Select(container => $"{container.Name} ({container.Status})"));
        return HealthFinding.Critical($"멈췄거나 비정상인 컨테이너: {names}", $"containers that stopped or are unhealthy: {names}", values);
    }

    // Null if the engine does not run, or if the account that runs the server may not connect to it.
    private static async Task<Socket?> TryConnectAsync(string path, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
