using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.IntegrationTests.CommandLine;

/// <summary>A new folder for the files of a test, such as a lake; deleted afterwards.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("bokgi-cli-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>The full path of an entry in the folder.</summary>
    public string PathOf(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a text file and returns its full path.</summary>
    public string WriteText(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    /// <summary>
    /// Writes hourly candles from 2024-01-01 UTC onwards into the folder as a lake. Every tenth candle is a burst of price and volume, so that both
    /// strategies trade.
    /// </summary>
    /// <param name="symbol">The market.</param>
    /// <param name="count">Number of candles.</param>
    /// <param name="change">Changes individual candles, by their index.</param>
    public void WriteHours(string symbol, int count, Func<int, Candle, Candle>? change = null)
    {
        using var rows = new CandleColumns(count);
        for (var i = 0; i < count; i++)
        {
            var candle = HourlyCandle(i);
            rows.Add(change is null ? candle : change(i, candle));
        }

        new CandleLake(Path).Write(Symbol.Parse(symbol), Timeframe.Parse("1H"), rows);
    }

    private static Candle HourlyCandle(int index)
    {
        var isBurst = index % 10 == 9;
        var open = 1000 + (index % 37 * 3);
        var close = isBurst ? open * 1.03 : open + 1;
        var time = UnixTime.FromDateTime(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(index));
        return new Candle(time, open, close + 2, open - 2, close, isBurst ? 5000 : 1000 + (index % 7));
    }
}
