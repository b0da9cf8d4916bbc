using System.Text;
using System.Text.Json;
using Bokgi.FakeExchange;
using Bokgi.FakeExchange.Faults;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.Markets;
using Bokgi.UnitTests;
using Shouldly;

namespace Bokgi.IntegrationTests.FakeExchange;

/// <summary>A fake exchange that replays a lake, and an HTTP client for it.</summary>
internal sealed class FakeExchangeFixture : IAsyncDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { UseCookies = false }) { Timeout = TestTimeout.Value };

    private FakeExchangeFixture(FakeExchangeServer server) => Server = server;

    public FakeExchangeServer Server { get; }

    /// <summary>Starts the exchange.</summary>
    /// <param name="startTime">The time at which the exchange's clock starts; UTC if the text has no zone.</param>
    /// <param name="speed">The speed of the exchange's clock: 0 stops it, 1 is real time.</param>
    /// <param name="faults">The faults to inject, in the format of <c>--faults</c>.</param>
    /// <param name="lake">The folder of the candles; the shared lake by default.</param>
    /// <param name="clock">The machine's clock, which drives the exchange's; the system clock by default.</param>
    public static async Task<FakeExchangeFixture> StartAsync(
        string startTime,
        double speed = 0,
        string faults = "",
        string? lake = null,
        TimeProvider? clock = null
    )
    {
        FaultSpec.TryParse(faults, out var spec, out var error).ShouldBeTrue(error);
        var options = new FakeExchangeOptions(lake ?? SharedData.Require("lake"), clock ?? TimeProvider.System)
        {
            Port = FreePort.Find(),
            StartUtc = ParseUtc(startTime),
            Speed = speed,
            Faults = spec,
        };
        return new FakeExchangeFixture(await FakeExchangeServer.StartNewAsync(options));
    }

    public static long ParseUtc(string text) =>
        KoreanTime.TryParse(text, defaultOffset: 0, out var utc, out _, out var error) ? utc : throw new FormatException(error);

    public Task<HttpResponseMessage> GetAsync(string path) => client.GetAsync(new Uri(Server.RestAddress, path));

    /// <summary>Sends a request, which must succeed, and returns its JSON.</summary>
    public async Task<JsonElement> GetJsonAsync(string path)
    {
        using var response = await GetAsync(path);
        response.EnsureSuccessStatusCode();
        return JsonElement.Parse(await response.Content.ReadAsStringAsync());
    }

    public async Task<(int Status, string Text)> GetTextAsync(string path)
    {
        using var response = await GetAsync(path);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<(int Status, string Text)> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "text/plain");
        using var response = await client.PostAsync(new Uri(Server.RestAddress, path), content);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => client.SendAsync(request);

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Server.DisposeAsync();
    }
}
