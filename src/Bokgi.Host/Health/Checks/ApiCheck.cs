using System.Net;
using Bokgi.Host.Platform.Health;

namespace Bokgi.Host.Health.Checks;

/// <summary>Checks whether the server answers at the configured address. Other processes run this check, the server itself does not.</summary>
internal sealed class ApiCheck(HostSettings settings, TimeProvider clock) : IHealthCheck
{
    public string Name => "api";

    public LocalizedText Failure { get; } =
        new(
            $"서버가 {settings.Host}:{settings.Port}에서 응답하지 않습니다. 'bokgi serve'로 띄우십시오",
            $"the server does not answer at {settings.Host}:{settings.Port}; start it with 'bokgi serve'"
        );

    public async Task<HealthFinding?> CheckAsync(CancellationToken cancel)
    {
        using var http = new HttpClient();
        var started = clock.GetTimestamp();
        using var response = await http.GetAsync(new Uri($"http://{Address()}:{settings.Port}/health"), cancel);
        response.EnsureSuccessStatusCode();
        return HealthFinding.Ok(
            "응답합니다",
            "answers",
            new Dictionary<string, double> { ["latency_ms"] = clock.GetElapsedTime(started).TotalMilliseconds }
        );
    }

    // A server that listens on all addresses answers on the loopback one, too.
    private string Address() =>
        !IPAddress.TryParse(settings.Host, out var address) ? settings.Host
        : address.Equals(IPAddress.Any) ? IPAddress.Loopback.ToString()
        : address.Equals(IPAddress.IPv6Any) ? $"[{IPAddress.IPv6Loopback}]"
        : address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]"
        : settings.Host;
}
