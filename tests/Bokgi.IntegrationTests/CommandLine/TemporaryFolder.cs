using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.IntegrationTests.CommandLine;

/// <summary>A new folder for a test and its lakes; deleted afterwards.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("bokgi-cli-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>The full path of an entry in it.</summary>
    public string Of(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a text file and returns its full path.</summary>
    public string WriteText(string name, string text)
    {
        File.WriteAllText(Of(name), text);
        return Of(name);
    }

    /// <summary>Writes hourly candles from 2024-01-01 (UTC) on into the lake; they rise and fall so that both strategies trade.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="count">Number of candles.</param>
    /// <param name="change">Changes individual candles, by their index.</param>
    public void WriteHours(string symbol, int count, Func<int, Candle, Candle>? change = null)
    {
        using var rows = new CandleColumns(count);
        for (var i = 0; i < count; i++)
        {
            var candle = Hour(i);
            rows.Add(change is null ? candle : change(i, candle));
        }

        new CandleLake(Path).Write(Symbol.Parse(symbol), Timeframe.Parse("1H"), rows);
    }

    private static Candle Hour(int number)
    {
        var isBurst = number % 10 == 9;
        var open = 1000 + (number % 37 * 3);
        var close = isBurst ? open * 1.03 : open + 1;
        var time = UnixTime.FromDateTime(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(number));
        return new Candle(time, open, close + 2, open - 2, close, isBurst ? 5000 : 1000 + (number % 7));
    }
}
