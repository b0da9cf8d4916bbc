using Bokgi.FakeExchange;
using Bokgi.FakeExchange.Faults;
using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Database;
using Bokgi.IntegrationTests.Http;
using Bokgi.Markets;
using Bokgi.UnitTests;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>
/// Faults that a session cannot repair: trades that arrive after their bar was closed, and candles that the exchange corrects. Verification
/// finds the affected bars and no others.
/// </summary>
public sealed class UnrepairableFaultTests : IDisposable
{
    private const int Minutes = 120; // recorded minutes that the session processes

    private readonly HttpServer server = new();

    public void Dispose() => server.Dispose();

    [Fact]
    public async Task Verify_LateTradesAndCorrections_ListsExactlyTheirBars()
    {
        FaultSpec.TryParse("late=0.004,correction=0.02", out var faults, out _).ShouldBeTrue();
        KoreanTime.TryParse(SharedMinuteCandles.ReplayStart, out var fromUtc, out _).ShouldBeTrue();
        await using var fake = await FakeExchangeServer.StartNewAsync(
            new FakeExchangeOptions(SharedData.Require("lake"), TimeProvider.System)
            {
                StartUtc = fromUtc,
                Speed = 300,
                Faults = faults,
            }
        );
        server.Settings["UPBIT_URL"] = fake.RestAddress.ToString();
        server.Settings["UPBIT_WEBSOCKET_URL"] = fake.StreamAddress.ToString();
        var symbols = SharedMinuteCandles.Symbols.Take(3).ToArray();
        var started = server.Send(HttpMethod.Post, "/api/simulation/start", ToJson(SharedMinuteCandles.Request(symbols)));
        started.Status.ShouldBe(200, started.Text);
        var queries = new PaperQueries(server.Services.GetRequiredService<BokgiDatabase>());
        await WaitUntilAsync(async () =>
            await queries.FindAsync(null) is { } session
            && session.SteppedUntilUtc >= session.BeginsUtc + SharedMinuteCandles.Minutes(Minutes)
        );

        server.Send(HttpMethod.Post, "/api/simulation/stop").Status.ShouldBe(200);
        var row = (await queries.FindAsync(null))!;
        var verified = server.Send(HttpMethod.Post, $"/api/simulation/sessions/{row.SessionId}/verify");
        verified.Status.ShouldBe(200, verified.Text);

        var plan = SessionRequest.FromJson(row.Request).ToPlan();
        var range = new TimeRange(row.BeginsUtc!.Value, row.SteppedUntilUtc!.Value);
        var logged = SessionOracle
            .LoggedCandles(plan, await queries.LoadStoredSessionAsync(row.Number))
            .ToDictionary(candle => (candle.Symbol, candle.Candle.TimeUtc), candle => candle.Candle);
        var changedByLateTrades = plan
            .Symbols.SelectMany(symbol => SharedMinuteCandles.ExchangeCandles(symbol, range).Select(candle => (symbol, candle)))
            .Where(expected => logged.GetValueOrDefault((expected.symbol, expected.candle.TimeUtc)) != expected.candle)
            .Select(expected => (expected.symbol.Code, UnixTime.Format(expected.candle.TimeUtc)))
            .ToHashSet();
        var corrected = CorrectedCandles(fake, plan, range).ToHashSet();
        changedByLateTrades.Count.ShouldBeGreaterThan(2);
        corrected.Count.ShouldBeGreaterThan(2);
        var found = verified["differences"].EnumerateArray().ToList();
        found.ShouldAllBe(difference => difference.GetProperty("kind").GetString() == "candle");
        found
            .Select(difference => (difference.GetProperty("symbol").GetString()!, difference.GetProperty("time").GetString()!))
            .Order()
            .ShouldBe(changedByLateTrades.Union(corrected).Order());
        verified["is_clean"].GetBoolean().ShouldBeFalse();
        server.Get("/api/simulation/status")["late_trades"].GetInt64().ShouldBeGreaterThan(0);
    }

    // The candles that the exchange has corrected, found by requests that bypass the program under test.
    private static IEnumerable<(string Symbol, string Time)> CorrectedCandles(FakeExchangeServer fake, SessionPlan plan, TimeRange range)
    {
        using var client = new HttpClient { BaseAddress = fake.RestAddress };
        foreach (var symbol in plan.Symbols)
        {
            var to = Uri.EscapeDataString(UnixTime.Format(range.EndUtc));
            var path = $"/v1/candles/minutes/1?market={symbol.QuoteFirstCode}&to={to}&count=200";
            var response = System.Text.Json.JsonElement.Parse(client.GetStringAsync(path).GetAwaiter().GetResult());
            var volumes = response
                .EnumerateArray()
                .ToDictionary(
                    bar => bar.GetProperty("candle_date_time_utc").GetString() + "Z",
                    bar => bar.GetProperty("candle_acc_trade_volume").GetDouble()
                );
            foreach (var candle in SharedMinuteCandles.ExchangeCandles(symbol, range))
            {
                if (volumes[UnixTime.Format(candle.TimeUtc)] != candle.Volume)
                    yield return (symbol.Code, UnixTime.Format(candle.TimeUtc));
            }
        }
    }

    private static string ToJson(object request) => System.Text.Json.JsonSerializer.Serialize(request);

    private static async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TestTimeout.Value);
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
    }
}
