using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Xunit;

namespace Bokgi.UnitTests.Lake;

/// <summary>A separate lake for one test, deleted afterwards.</summary>
internal sealed class TemporaryLake : IDisposable
{
    public TemporaryLake() => Lake = new CandleLake(Directory.CreateTempSubdirectory("bokgi-lake-").FullName);

    public CandleLake Lake { get; }

    /// <summary>The full path of a file or folder in the lake; creates its parent folder.</summary>
    public string PathOf(string relativePath)
    {
        var path = Path.Combine(Lake.Root, relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    public WriteSummary Write(string symbol, Timeframe timeframe, params Candle[] candles) => Write(symbol, timeframe, null, candles);

    /// <summary>Writes candles; in the range <paramref name="overwrite"/>, they replace all stored candles.</summary>
    public WriteSummary Write(string symbol, Timeframe timeframe, TimeRange? overwrite, params Candle[] candles)
    {
        using var rows = new CandleColumns();
        foreach (var candle in candles)
            rows.Add(candle);
        return Lake.Write(Symbol.Parse(symbol), timeframe, rows, overwrite, TestContext.Current.CancellationToken);
    }

    /// <summary>The files of the lake, relative to the root, except lock files.</summary>
    public string[] Files() =>
        [
            .. Directory
                .EnumerateFiles(Lake.Root, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Lake.Root, path))
                .Where(name => Path.GetFileName(name) != ".lock")
                .Order(StringComparer.Ordinal),
        ];

    public void Dispose() => Directory.Delete(Lake.Root, recursive: true);

    /// <summary>A bar whose values identify its number n: open n, high n + 2, low n - 0.5, close n + 1, volume 10 n.</summary>
    public static Candle Bar(string time, double number) => Bar(TimeOf(time), number);

    public static Candle Bar(long time, double number) => new(time, number, number + 2, number - 0.5, number + 1, number * 10);

    public static long TimeOf(string text) =>
        KoreanTime.TryParse(text, out var time, out var error) ? time : throw new FormatException(error);
}
