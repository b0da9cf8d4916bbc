using System.Text.Json;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests;

namespace Bokgi.IntegrationTests.Collection;

/// <summary>
/// The fake exchange in its own process. It serves the candles of the shared lake over Upbit's and Binance's protocols. The exchange's clock
/// stands still unless a speed is given.
/// </summary>
internal sealed class FakeUpbit : IDisposable
{
    private readonly WatchedProcess process;
    private readonly HttpClient client;

    /// <param name="faults">The faults to inject, in the format of <c>--faults</c>.</param>
    /// <param name="port">The port to listen on; 0 for any free port.</param>
    /// <param name="speed">The speed of the exchange's clock: 0 stops it, 1 is real time.</param>
    /// <param name="moreOptions">Further options of the command.</param>
    public FakeUpbit(string faults = "", int port = 0, int speed = 0, params IEnumerable<string> moreOptions)
    {
        string[] faultOptions = faults.Length > 0 ? ["--faults", faults] : [];
        process = WatchedProcess.StartBokgi(
            [],
            [
                "fake-exchange",
                "--lake",
                SharedData.Require("lake"),
                "--port",
                $"{port}",
                "--speed",
                $"{speed}",
                .. faultOptions,
                .. moreOptions,
            ]
        );
        Address = new Uri(process.WaitForLine("listening on "));
        client = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    /// <summary>The settings that make the program use this exchange.</summary>
    public Dictionary<string, string> Settings =>
        new()
        {
            ["UPBIT_URL"] = Address.GetLeftPart(UriPartial.Authority),
            ["UPBIT_WEBSOCKET_URL"] = $"ws://{Address.Authority}/websocket/v1",
            ["BINANCE_URL"] = Address.GetLeftPart(UriPartial.Authority),
            ["BINANCE_WEBSOCKET_URL"] = $"ws://{Address.Authority}/ws",
        };

    /// <summary>The exchange's counters; <c>requests</c> and <c>max_per_second</c> have a number for each rate-limit group.</summary>
    public JsonElement GetStatistics() =>
        JsonElement.Parse(client.GetStringAsync(new Uri("/fake/measures", UriKind.Relative)).GetAwaiter().GetResult());

    /// <summary>The candles that the fake exchange serves in a range: those of the shared lake.</summary>
    public static Candle[] ExpectedCandles(string symbol, Timeframe timeframe, TimeRange range) =>
        StoredCandles(new CandleLake(SharedData.Require("lake")), symbol, timeframe, range);

    /// <summary>The candles that a lake has stored in a range.</summary>
    public static Candle[] StoredCandles(CandleLake lake, string symbol, Timeframe timeframe, TimeRange range)
    {
        if (!lake.HasCandles(Symbol.Parse(symbol), timeframe, range))
            return [];
        using var batch = lake.Load([Symbol.Parse(symbol)], timeframe, range);
        return
        [
            .. Enumerable
                .Range(0, batch.Count)
                .Select(i => new Candle(batch.Times[i], batch.Open[i], batch.High[i], batch.Low[i], batch.Close[i], batch.Volume[i])),
        ];
    }

    public void Kill()
    {
        process.Signal("KILL");
        process.WaitForEnd();
    }

    public void Dispose()
    {
        client.Dispose();
        process.Dispose();
    }
}
